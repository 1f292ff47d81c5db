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
        new(await ReadAsync(new ConfigurationSource("system", paths.System), tell, cancellationToken).ConfigureAwait(false), null) { Unread = unread };

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
        using var content = ReadWhole(source.Path, file);
        var accounts = await reader.ReadAsync(source.Path, content.Memory, cancellationToken).ConfigureAwait(false);
        if (accounts.HoldsSecret && source.IsPrivate)
            SecretFileCheck.Require(source.Path, file);
        tell($"loaded {source.Title} configuration file {source.Path}");
        return accounts;
    }

    SafeFileHandle? Open(ConfigurationSource source, Action<string> tell)
    {
        if (!source.IsNamed && FilePresence.IsMissing(source.Path))
            return Ignored(source, tell, new FileNotFoundException());
        try
        {
            // The runtime takes an empty name for a bug in this program, not for a mistake of the user's.
            return File.OpenHandle(source.Path.Length > 0 ? source.Path : throw new FileNotFoundException());
        }
        catch (Exception e) when (WholeFile.IsFolder(source.Path, e))
        {
            throw InputError(source.Path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (source.IsNamed)
                throw new MailException(ExitCode.IoErr, DeliveryStage.Configure, $"{source.Path}: {SystemError.Describe(e)}", inner: e);
            if (e is not (FileNotFoundException or DirectoryNotFoundException))
                unread.Add(new UnreadFile(source.Path, SystemError.Describe(e)) { IsSystem = source.Path == paths.System });
            return Ignored(source, tell, e);
        }
    }

    static SafeFileHandle? Ignored(ConfigurationSource source, Action<string> tell, Exception why)
    {
        tell($"ignoring {source.Title} configuration file {source.Path}: {SystemError.Describe(why)}");
        return null;
    }

    static SecretBuffer ReadWhole(string path, SafeFileHandle file)
    {
        try
        {
            return WholeFile.Read(file);
        }
        catch (InvalidDataException e)
        {
            throw new MailException(ExitCode.Config, DeliveryStage.Configure, $"{path}: {e.Message}", inner: e);
        }
        catch (IOException e)
        {
            throw InputError(path, e);
        }
    }

    static MailException InputError(string path, Exception inner) =>
        new(ExitCode.IoErr, DeliveryStage.Configure, $"{path}: input error", inner: inner);
}

/// <summary>A place where a msmtprc may be.</summary>
/// <param name="Title">What messages call it: <c>system</c> or <c>user</c>.</param>
/// <param name="Path">The file's name.</param>
sealed record ConfigurationSource(string Title, string Path)
{
    /// <summary>The user named it, so it must exist.</summary>
    public bool IsNamed { get; init; }

    /// <summary>It belongs to the user, and nobody else may be able to read secrets in it.</summary>
    public bool IsPrivate { get; init; }
}
