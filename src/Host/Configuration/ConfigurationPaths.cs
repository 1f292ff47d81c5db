namespace Msmtp.Hosting;

/// <summary>Where msmtprc files lie.</summary>
sealed class ConfigurationPaths(UserEnvironment user, PluginEnvironment environment)
{
    /// <summary>Where the system's file lies, if there is one.</summary>
    public string System => environment.SystemConfiguration + "/msmtprc";

    /// <summary>Where the user's file lies, or would lie if there were one.</summary>
    public string User
    {
        get
        {
            var home = user.Home.TrimEnd('/');
            var first = home + "/.msmtprc";
            var second = (user.Variable("XDG_CONFIG_HOME") ?? home + "/.config") + "/msmtp/config";
            return !Path.Exists(first) && Path.Exists(second) ? second : first;
        }
    }
}
