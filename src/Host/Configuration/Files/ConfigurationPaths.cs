namespace Msmtp.Hosting;

/// <summary>Where msmtprc files are.</summary>
sealed class ConfigurationPaths(UserEnvironment user, PluginEnvironment environment)
{
    /// <summary>The path of the system's file, whether or not it exists.</summary>
    public string System => environment.SystemConfiguration + "/msmtprc";

    /// <summary>The path of the user's file, whether or not it exists.</summary>
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
