#!/usr/bin/env bash
# What action.yml runs: one check, as annotations and a job summary, and the files that are asked for.
# Inputs come as environment variables, so that none of them is ever read as code.
set -uo pipefail

package=driftline
[ -z "${INPUT_VERSION:-}" ] || package=driftline@$INPUT_VERSION

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
npx --yes "$package" "${arguments[@]}" || code=$?
[ -z "${GITHUB_OUTPUT:-}" ] || echo "exit-code=$code" >>"$GITHUB_OUTPUT"
exit "$code"
