namespace Msmtp.Hosting;

/// <summary>What %U, %H, %C and %M stand for.</summary>
static class PatternValues
{
    /// <summary>The value of a pattern; null: it is none of these.</summary>
    /// <param name="letter">Its letter.</param>
    /// <param name="user">Who runs this.</param>
    /// <param name="environment">Where the system keeps its files.</param>
    /// <exception cref="MailException">%M, and there is no mailname.</exception>
    public static string? Of(char letter, UserEnvironment user, PluginEnvironment environment) => letter switch
    {
        'U' => user.UserName,
        'H' => user.HostName,
        'C' => user.Canonical(user.HostName),
        'M' => MailName(environment),
        _ => null,
    };

    static string MailName(PluginEnvironment environment)
    {
        var path = environment.SystemConfiguration + "/mailname";
        try
        {
            return File.ReadLines(path).FirstOrDefault()?.Trim() is { Length: > 0 } name ? name : throw Unusable(path, "Invalid argument");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, SystemError.Describe(e));
        }
    }

    static MailException Unusable(string path, string reason) =>
        new(ExitCode.Config, DeliveryStage.Configure, $"{path}: {reason}");
}
