// Serves a folder on a loopback port: node web/serve.mjs FOLDER PORT
import { serveFolder } from './serve_folder.mjs';

const [folder, port] = process.argv.slice(2);
serveFolder(folder, { port: Number(port) }).then(
  ({ url }) => console.log(`${url}/`),
  (error) => {
    console.error(error.message);
    process.exitCode = 1;
  },
);
