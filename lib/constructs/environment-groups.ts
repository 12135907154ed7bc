import type { Environment } from '../config/config.ts';
import { DriftlineError } from '../errors.ts';
import type { DriftMonitorProps, MonitorNetwork } from './drift-monitor-props.ts';

/** Environments that one function checks. */
export interface GroupedEnvironments {
  /** `default` for those that no group names. */
  readonly name: string;
  readonly network: MonitorNetwork | undefined;
  readonly environments: readonly Environment[];
  /** The tag by which more are found at run time. */
  readonly discoverTag: string | undefined;
}

/**
 * Sorts the configuration's environments into the functions that check them, those that no group names first.
 *
 * @throws DriftlineError `invalid-groups` for a name that the configuration lacks, an environment in two groups, and a
 * group called `default`
 */
export function groupEnvironments(props: DriftMonitorProps): readonly GroupedEnvironments[] {
  const { config, groups = {}, vpc, subnets, securityGroups, discover } = props;
  const taken = new Map<string, string>();
  const named = Object.entries(groups).map(([name, group]): GroupedEnvironments => {
    if (name === 'default') throw invalid('no group may be called default: that is what the rest is called');
    const environments = group.environments.map((environmentName) => {
      const environment = config.environments[environmentName];
      if (environment === undefined)
        throw invalid(`the group ${name} names ${environmentName}, which is not configured`);
      const other = taken.get(environmentName);
      if (other !== undefined) throw invalid(`${environmentName} is in two groups, ${other} and ${name}`);
      taken.set(environmentName, name);
      return environment;
    });
    return { name, network: group.network, environments, discoverTag: undefined };
  });
  const rest = Object.values(config.environments).filter(({ name }) => !taken.has(name));
  const network = vpc && { vpc, ...(subnets && { subnets }), ...(securityGroups && { securityGroups }) };
  const isNeeded = rest.length > 0 || discover !== undefined;
  return [
    ...(isNeeded ? [{ name: 'default', network, environments: rest, discoverTag: discover?.tag }] : []),
    ...named,
  ];
}

function invalid(what: string): DriftlineError {
  return new DriftlineError('invalid-groups', what, { remedy: 'Correct `groups` of the DriftMonitor.' });
}
