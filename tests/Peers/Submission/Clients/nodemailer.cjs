// Sends a mail to each recipient by Nodemailer: nodemailer.cjs MODULES PLACE RECIPIENT...
// PLACE is HOST:PORT, for one connection, or the path of a sendmail, which Nodemailer calls with -i -f SENDER RECIPIENT...
const [modules, place, ...recipients] = process.argv.slice(2);
const nodemailer = require(modules + '/nodemailer');
const [host, port] = place.split(':');
const transport = place.startsWith('/')
    ? nodemailer.createTransport({ sendmail: true, path: place })
    : nodemailer.createTransport({ host, port: Number(port), pool: true, maxConnections: 1, ignoreTLS: true });

(async () => {
    for (const to of recipients) {
        const { rejected } = await transport.sendMail({
            from: 'me@example.org', to, bcc: 'three@example.net', subject: 'a subject', text: 'first\n..\n.\nlast\n',
        });
        if (rejected?.length)
            throw new Error('rejected: ' + rejected);
    }
    transport.close();
})().catch(e => {
    console.error(e.message);
    process.exit(1);
});
