// Packages with native code or files they read at run time stay outside the server bundle. A half-bundled gRPC
// loses its status codes, so the whole Temporal client family is named.
const leftToNode = [
  '@temporalio/client',
  '@temporalio/common',
  '@temporalio/proto',
  '@grpc/grpc-js',
  '@grpc/proto-loader',
  'protobufjs',
  'better-sqlite3',
  '@prisma/adapter-better-sqlite3',
];

/** @type {import('next').NextConfig} */
export default {
  serverExternalPackages: leftToNode,
  // `npm run lint` and `npm test` check the types of everything; a build that did it again would start 9 s later.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  // The site is looked at by its real users only: no floating badge over the canvas in development.
  devIndicators: false,
};
