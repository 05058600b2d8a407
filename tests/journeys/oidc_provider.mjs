// A provider of single sign-on as companies run them: npm's oidc-provider, with its own pages for signing in.
// Says where it listens; knows whoever signs in by the address that he types, verified unless it begins with "unverified".
import { createServer } from "node:http";
import Provider from "oidc-provider";

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const address = `http://localhost:${server.address().port}`;
  const provider = new Provider(address, {
    clients: [
      {
        client_id: "setpoint",
        client_secret: process.env.CLIENT_SECRET,
        redirect_uris: [process.env.REDIRECT_URI],
      },
    ],
    cookies: { keys: ["a key of this test"] },
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    pkce: { required: () => true },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: id.replace("unverified-", ""), email_verified: !id.startsWith("unverified-") }),
    }),
  });
  server.on("request", provider.callback());
  console.log(address);
});
