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
  // A built site is copied to a folder of its own and served from there (scripts/system/build.ts), so that a later build of
  // this checkout changes nothing under a system that runs.
  distDir: process.env.BATON_SITE_DIR ?? '.next',
  serverExternalPackages: leftToNode,
  // `npm run lint` and `npm test` check the types of everything; a build that did it again would start 9 s later.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    // A play from a file is the largest that an action takes: up to 2 MB (app/(work)/plays/actions.ts), which travel as a
    // JSON string, where every quotation mark and line end takes two bytes. Next's own limit is 1 MB.
    serverActions: { bodySizeLimit: '5mb' },
  },
  poweredByHeader: false,
  reactStrictMode: true,
  // The site is looked at by its real users only: no floating badge over the canvas in development.
  devIndicators: false,
};
