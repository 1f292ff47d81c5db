namespace Msmtp.Hosting;

/// <summary>When the files were changed in which the accounts of queued mails are defined, or which these include.</summary>
sealed class ConfigurationAges(HostEnvironment environment)
{
    readonly ConfigurationPaths paths = new(environment.User, environment.Environment);
    readonly Expansion expansion = new(environment.User, environment.Environment);

    /// <inheritdoc cref="ConfigurationAge"/>
    public DateTimeOffset? Of(MailOrigin origin) => origin.File is { } file ? Of(file) : Later(Of(paths.User), Of(paths.System));

    DateTimeOffset? Of(string path)
    {
        var version = FileVersion.Of(path);
        return version == default ? null : Later(At(version.Changed), At(IncludeScan.Of(path, expansion).LastChange()));
    }

    static DateTimeOffset? At(DateTime? time) => time is { } some ? new DateTimeOffset(some, TimeSpan.Zero) : null;

    static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other > one ? other : one;
}
