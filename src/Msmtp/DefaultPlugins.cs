using Msmtp.Auth.Gssapi;
using Msmtp.Auth.Ntlm;
using Msmtp.Auth.Sasl;
using Msmtp.Configure.Srv;
using Msmtp.Connector.Tcp;
using Msmtp.Log.File;
using Msmtp.Log.Syslog;
using Msmtp.Queue.Spool;
using Msmtp.Secrets.Command;
using Msmtp.Secrets.Credentials;
using Msmtp.Secrets.GitCredential;
using Msmtp.Secrets.Keyring;
using Msmtp.Secrets.Netrc;
using Msmtp.Secrets.OAuth;
using Msmtp.Transport.Smtp;

namespace Msmtp;

/// <summary>
/// The plugins that make msmtp's behaviour. The one place that names them all; an application that wants fewer names its own.
/// </summary>
public static class DefaultPlugins
{
    /// <summary>All of them, made anew.</summary>
    public static IReadOnlyList<IPlugin> All =>
    [
        new SmtpPlugin(),
        new TcpConnectorPlugin(),
        new SaslPlugin(),
        new GssapiPlugin(),
        new NtlmPlugin(),
        new SecretCommandPlugin(),
        new CredentialsPlugin(),
        new GitCredentialPlugin(),
        new KeyringPlugin(),
        new NetrcPlugin(),
        new OAuthPlugin(),
        new LogFilePlugin(),
        new SyslogPlugin(),
        new QueueSpoolPlugin(),
        new SrvConfigurationPlugin(),
    ];
}
