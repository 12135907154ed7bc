#!/bin/sh
# Starts a service only against a database that is as its migrations promise: the entrypoint of a container.
#
#   ENTRYPOINT ["/app/container-start.sh"]
#   CMD ["uvicorn", "app.main:app"]
#
# DRIFTLINE_ENV names the environment; DRIFTLINE_REPAIR (off, plan, safe) the most that may be done about drift, which
# the environment's own policy must allow as well. By default nothing is changed.
set -eu

: "${DRIFTLINE_ENV:?name the environment of driftline.yaml that this container belongs to}"

# Drift (2) and what could not be looked at (1) both keep the service from starting.
npx --no driftline check --env "$DRIFTLINE_ENV" --repair "${DRIFTLINE_REPAIR:-plan}"

# Signals reach the service itself, not this script.
exec "$@"
