"""Downloads of the worker's agent: never configured here, as in the platform's default set-up."""

from starlette.responses import Response

from attune_emulator.http.call import Call
from attune_emulator.http.errors import Bare
from attune_emulator.http.routes import Routes

routes = Routes("agent")


@routes.get("/api/v1/agent/binary", public=True)
def agent_binary(call: Call) -> Response:
    """Download the agent."""
    text = "Agent binary distribution requires authentication. Set agent.bootstrap_token in config to enable."
    raise Bare(503, {"error": "Agent downloads disabled", "message": text})


@routes.get("/api/v1/agent/info", public=True)
def agent_info(call: Call) -> Response:
    """Describe the agents that can be downloaded."""
    raise Bare(503, {"error": "Not configured", "message": "Agent binary distribution is not configured."})
