// Requires the package that the parameter `package` names, and prints what was found, as JSON.
const fs = require('node:fs');

const parameters = JSON.parse(fs.readFileSync(0, 'utf8'));
const found = require(parameters.package);
const file = require.resolve(parameters.package);
console.log(JSON.stringify({
  name: found.name,
  version: found.version,
  file,
  inode: fs.statSync(file).ino,
  node: process.versions.node,
}));
