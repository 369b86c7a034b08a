import { auth } from '#app/auth.ts';

const handle = (request: Request): Promise<Response> => auth().handler(request);

export { handle as GET, handle as POST };
