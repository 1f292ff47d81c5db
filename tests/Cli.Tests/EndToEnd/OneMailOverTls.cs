using System.Security.Cryptography.X509Certificates;

namespace Msmtp.Cli.Tests.EndToEnd;

/// <summary>A server by implicit TLS that takes one mail, and hears nothing else.</summary>
static class OneMailOverTls
{
    /// <param name="certificate">What it shows.</param>
    /// <param name="isClientAsked">It wants a certificate, too.</param>
    /// <param name="capabilities">Its reply to EHLO, and what is said before the mail.</param>
    public static ScriptedServer Start(
        X509Certificate2 certificate, bool isClientAsked = false, string capabilities = "S: 250 localhost") => ScriptedServer.Start($"""
            --- tls ---
            S: 220 ready
            C: EHLO localhost
            {capabilities}
            C: MAIL FROM:<me@example.org>
            S: 250 ok
            C: RCPT TO:<you@example.net>
            S: 250 ok
            C: DATA
            S: 354 go ahead
            --- message ---
            S: 250 taken
            C: QUIT
            """, new ScriptOptions { Certificate = certificate, RequiresClientCertificate = isClientAsked });
}
