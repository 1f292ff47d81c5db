using Microsoft.Win32.SafeHandles;

namespace Msmtp.Hosting;

/// <summary>Reads the system's msmtprc and the user's.</summary>
sealed class ConfigurationLoader(ConfigurationReader reader, ConfigurationPaths paths)
{
    readonly List<UnreadFile> unread = [];

    /// <param name="named">The file that the user named instead of the default one; null: none.</param>
    /// <param name="tell">Hears which files were loaded or ignored, in msmtp's words.</param>
    /// <param name="cancellationToken">Stops a command of an <c>eval</c> line.</param>
    /// <exception cref="MailException">A file is wrong, or the named one cannot be read.</exception>
    public async ValueTask<LoadedConfiguration> ReadAsync(string? named, Action<string> tell, CancellationToken cancellationToken)
    {
        var systems = new ConfigurationSource("system", paths.System);
        var users = new ConfigurationSource("user", named ?? paths.User) { IsNamed = named is not null, IsPrivate = true };
        return new LoadedConfiguration(
            await ReadAsync(systems, tell, cancellationToken).ConfigureAwait(false),
            await ReadAsync(users, tell, cancellationToken).ConfigureAwait(false))
        {
            Unread = unread,
        };
    }

    /// <summary>Reads the system's file, and no other.</summary>
    /// <inheritdoc cref="ReadAsync(string?, Action{string}, CancellationToken)"/>
    public async ValueTask<LoadedConfiguration> ReadSystemAsync(Action<string> tell, CancellationToken cancellationToken) =>
        new(await ReadAsync(new ConfigurationSource("system", paths.System), tell, cancellationToken).ConfigureAwait(false), null)
        {
            Unread = unread,
            IsDiscreet = reader.IsDiscreet,
        };

    /// <summary>Reads one file that must exist.</summary>
    /// <exception cref="MailException">The file is wrong, or cannot be read.</exception>
    public ValueTask<ConfigurationFile?> ReadNamedAsync(string path, CancellationToken cancellationToken) =>
        ReadAsync(new ConfigurationSource("user", path) { IsNamed = true, IsPrivate = true }, static _ => { }, cancellationToken);

    /// <summary>Reads the file of an account that was found before, by its path: the system's by its rules, any other by a user's.</summary>
    /// <inheritdoc cref="ReadNamedAsync"/>
    public ValueTask<ConfigurationFile?> ReadAgainAsync(string path, CancellationToken cancellationToken) =>
        ReadAsync(new ConfigurationSource("user", path) { IsNamed = true, IsPrivate = path != paths.System }, static _ => { }, cancellationToken);

    async ValueTask<ConfigurationFile?> ReadAsync(ConfigurationSource source, Action<string> tell, CancellationToken cancellationToken)
    {
        using var file = Open(source, tell);
        if (file is null)
            return null;
        using var content = ConfigurationContent.Read(source.Path, file);
        try
        {
            var accounts = await reader.ReadAsync(source, content.Memory, cancellationToken).ConfigureAwait(false);
            if (accounts.HoldsSecret && source.IsPrivate)
                SecretFileCheck.Require(source.Path, file);
            for (var i = 0; i < accounts.Notes.Count; i++)
                tell(accounts.Notes[i]);
            tell($"loaded {source.Title} configuration file {source.Path}");
            return accounts;
        }
        // As if the file itself could not be read. Without a part of it, mails would go out as its administrator does not want them to.
        catch (MailException) when (!source.IsNamed && source.Path == paths.System && reader.Included.Denied is not null)
        {
            Ignore(source, tell, reader.IsDiscreet ? "not all of it can be read" : $"it includes {reader.Included.Denied}", isUnread: true);
            return null;
        }
    }

    SafeFileHandle? Open(ConfigurationSource source, Action<string> tell)
    {
        if (!source.IsNamed && FilePresence.IsMissing(source.Path))
        {
            Ignore(source, tell, SystemError.Describe(new FileNotFoundException()), isUnread: false);
            return null;
        }
        try
        {
            return ConfigurationContent.Open(source.Path);
        }
        catch (MailException e) when (!source.IsNamed && e.InnerException is { } why && !WholeFile.IsFolder(source.Path, why))
        {
            Ignore(source, tell, SystemError.Describe(why), isUnread: why is not (FileNotFoundException or DirectoryNotFoundException));
            return null;
        }
    }

    void Ignore(ConfigurationSource source, Action<string> tell, string reason, bool isUnread)
    {
        if (isUnread)
            unread.Add(new UnreadFile(source.Path, reason) { IsSystem = source.Path == paths.System });
        tell($"ignoring {source.Title} configuration file {source.Path}: {reason}");
    }
}
