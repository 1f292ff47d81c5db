namespace Msmtp.Hosting;

/// <summary>When the files were changed in which the accounts of queued mails are defined.</summary>
sealed class ConfigurationAges(HostEnvironment environment)
{
    readonly ConfigurationPaths paths = new(environment.User, environment.Environment);

    /// <inheritdoc cref="ConfigurationAge"/>
    public DateTimeOffset? Of(MailOrigin origin) => origin.File is { } file ? Of(file) : Later(Of(paths.User), Of(paths.System));

    static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;

    static DateTimeOffset? Of(string path)
    {
        try
        {
            return File.Exists(path) ? new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
