namespace Msmtp.Secrets.OAuth.SignIn;

/// <summary>The person's own browser.</summary>
static class SystemBrowser
{
    const string Address = "MSMTP_ADDRESS";

    // BROWSER is a list, separated by colons, of commands that may have %s in place of the address, as xdg-open and Python read it. In the
    // background and without the terminal, so that neither its messages nor its end matter; the address, which others made, is no part of
    // the command.
    const string Command = $$"""
        browser=${BROWSER%%:*}
        if [ -n "$browser" ]; then set -- ${browser%%%s*}; elif [ "$(uname)" = Darwin ]; then set -- open; else set -- xdg-open; fi
        "$@" "${{Address}}" </dev/null >/dev/null 2>&1 &
        """;

    /// <summary>Whether this machine has a screen that a browser could appear on.</summary>
    public static bool IsLikely(PluginEnvironment environment) =>
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
        || environment.GetVariable("DISPLAY") is { Length: > 0 } || environment.GetVariable("WAYLAND_DISPLAY") is { Length: > 0 };

    /// <summary>Opens an address. Whether anything appears is not known: the address has to be printed as well.</summary>
    public static async ValueTask OpenAsync(PluginContext context, string address, CancellationToken cancellationToken)
    {
        try
        {
            var command = new ShellCommand(Command) { Environment = new Dictionary<string, string> { [Address] = address } };
            var result = await context.Shell.RunAsync(command, cancellationToken).ConfigureAwait(false);
            result.Output.Dispose();
        }
        catch (MailException)
        {
            // The person can still open it.
        }
    }
}
