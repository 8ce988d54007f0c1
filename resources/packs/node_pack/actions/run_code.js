// Runs the code in the parameter `code` as the body of an asynchronous function; in it, `parameters` are all the others.
const { code, ...parameters } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
const AsyncFunction = (async () => {}).constructor;

new AsyncFunction('parameters', 'require', code)(parameters, require);
