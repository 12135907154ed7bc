#!/usr/bin/env bash
# What action.yml runs: one check, as annotations and a job summary, and the files that are asked for.
# Inputs come as environment variables, so that none of them is ever read as code.
set -uo pipefail

here=$(cd "$(dirname "$0")/.." && pwd)

# What a registry holds under this name is only ever run when a version of it is asked for.
if [ -n "${INPUT_VERSION:-}" ]; then
  driftline=(npx --yes "driftline@$INPUT_VERSION")
elif [ -e node_modules/.bin/driftline ]; then
  driftline=(npx --no driftline)
else
  # Node.js runs the sources as they are: nothing is built.
  npm ci --prefix "$here" --omit=dev --ignore-scripts --no-audit --no-fund >&2 || exit 1
  driftline=(node "$here/bin/driftline.ts")
fi

arguments=(check --format github)
[ -z "${INPUT_SARIF:-}" ] || arguments+=(--format "sarif=$INPUT_SARIF")
[ -z "${INPUT_HTML:-}" ] || arguments+=(--format "html=$INPUT_HTML")
[ -z "${INPUT_JUNIT:-}" ] || arguments+=(--format "junit=$INPUT_JUNIT")
[ -z "${INPUT_CONFIG:-}" ] || arguments+=("--config=$INPUT_CONFIG")
[ -z "${INPUT_FAIL_ON:-}" ] || arguments+=("--fail-on=$INPUT_FAIL_ON")
[ -z "${INPUT_REPAIR:-}" ] || arguments+=("--repair=$INPUT_REPAIR")
read -ra environments <<<"${INPUT_ENVIRONMENTS:-}"
for environment in ${environments[@]+"${environments[@]}"}; do
  arguments+=("--env=$environment")
done

code=0
"${driftline[@]}" "${arguments[@]}" || code=$?
[ -z "${GITHUB_OUTPUT:-}" ] || echo "exit-code=$code" >>"$GITHUB_OUTPUT"
exit "$code"
