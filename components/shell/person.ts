/** The person who is signed in, as the frame shows them. */
export type Person = {
  name: string;
  email: string;
  /** In one word, as the team speaks of it: "Manager". */
  role?: string | undefined;
};
