namespace Msmtp.Hosting;

/// <summary>
/// Settings that mean something else in another folder: relative paths, and commands in which there are some. Whoever uses an account later, from
/// another folder, has to know the one in which it was meant.
/// </summary>
static class RelativeSettings
{
    // What ends a word of a command, and what no relative path begins with: good enough to find the paths that people write.
    const string Separators = " \t\n'\"`;|&()<>=,:";

    /// <summary>Whether a setting depends on the folder in which the program runs.</summary>
    public static bool DependOn(string folder, AccountSettings settings, IEnumerable<SettingKey> keys)
    {
        foreach (var key in Texts(keys).Append(ConfigurationFile.Evaluated))
            if (settings.Get(key) is { } value && (key.IsPath ? IsRelative(key, value) : key.IsCommand && NamesFile(folder, value)))
                return true;
        return false;
    }

    /// <summary>The settings, with paths that are relative to this folder made absolute.</summary>
    public static AccountSettings In(string folder, AccountSettings settings, IEnumerable<SettingKey> keys)
    {
        foreach (var key in Texts(keys))
            if (key.IsPath && settings.Get(key) is { } value && IsRelative(key, value))
                settings = settings.With(key, Path.Combine(folder, value));
        return settings;
    }

    /// <summary>The argument of a setting as it is understood in every folder: a path on a command line is relative to the caller's.</summary>
    public static string Rooted(SettingDescriptor setting, string argument) =>
        setting.IsPath && argument is [not '~', ..] && IsRelative(setting, argument) ? Path.GetFullPath(argument) : argument;

    static IEnumerable<SettingKey<string?>> Texts(IEnumerable<SettingKey> keys) => keys.OfType<SettingKey<string?>>();

    static bool IsRelative(SettingDescriptor key, string value) => value.Length > 0 && !Path.IsPathRooted(value) && !key.IsBesidePaths(value);

    // Which word of a command is a path, only the command knows. One that names something here means it.
    static bool NamesFile(string folder, string command)
    {
        foreach (var word in command.Split(Separators.ToCharArray(), StringSplitOptions.RemoveEmptyEntries))
            if (word[0] is not ('/' or '~' or '$' or '-') && Path.Exists(Path.Combine(folder, word)))
                return true;
        return false;
    }
}
