/*
 * In place of npm's @npmcli/arborist, in the tests' own process. Pulumi's SDK loads it at its start, half of all that it
 * loads, and uses it only to put functions into a state, which no test does.
 */
module.exports = {};
