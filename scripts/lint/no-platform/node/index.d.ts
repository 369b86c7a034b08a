// Stands in for @types/node when workflows/ is compiled (tsconfig.core.json): liquidjs and csv-parse ask for it by a
// reference directive, and would bring fetch, timers and process back into the language of plays.
export {};
