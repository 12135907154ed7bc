/**
 * Stands in an expectation for whoever runs the migrations, where an object's id names a role: nobody can know whom a host
 * chooses. No role can be called so.
 */
export const migratingRole = '';
