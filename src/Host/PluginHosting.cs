namespace Msmtp.Hosting;

/// <summary>What the host does for plugins, for a program or a test that gives a plugin its <see cref="PluginContext"/> itself.</summary>
public static class PluginHosting
{
    /// <summary>
    /// Logs in with the account, the mechanisms and the secrets of a context, as the host does for each mail. For
    /// <see cref="PluginContext.AuthenticatorFactory"/>.
    /// </summary>
    public static IAuthenticator NewAuthenticator(PluginContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return new Authenticator(context);
    }

    /// <summary>Runs commands as the host runs those of a msmtprc. For <see cref="PluginContext.Shell"/>.</summary>
    public static IShell NewShell() => new SystemShell();
}
