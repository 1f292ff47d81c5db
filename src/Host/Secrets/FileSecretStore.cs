using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Msmtp.Hosting;

/// <summary>
/// Secrets in the user's files, one each, in a folder that only the user can access: folder 0700, files 0600. Anything with other
/// permissions, another owner, or behind a link is refused. A file is replaced as a whole.
/// </summary>
sealed class FileSecretStore(string? folder) : ISecretStore
{
    /// <summary>The name by which settings select it.</summary>
    public const string Name = "file";

    const int Longest = 1 << 20;
    const string Unfinished = ".new-";
    const UnixFileMode Own = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// In the folder for the program's state.
    /// </summary>
    public static FileSecretStore Of(PluginEnvironment environment) =>
        new(environment.StateFolder is { } state ? Path.Combine(state, "secrets") : null);

    public ValueTask<Secret?> FindAsync(SecretKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Try(PathOf(key), static path => Read(path)));
    }

    public ValueTask StoreAsync(SecretKey key, Secret secret, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(secret);
        cancellationToken.ThrowIfCancellationRequested();
        Try<object>(PathOf(key), path =>
        {
            Replace(path, secret);
            return null;
        });
        return default;
    }

    public ValueTask<bool> RemoveAsync(SecretKey key, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Try(PathOf(key), static path => Remove(path) ? path : null) is not null);
    }

    static Secret? Read(string path)
    {
        if (!OwnFiles.IsFolder(Path.GetDirectoryName(path)!) || !OwnFiles.IsFile(path))
            return null;
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        OwnFiles.Require(path, file);
        var length = RandomAccess.GetLength(file);
        if (length > Longest)
            throw new InvalidDataException("it is longer than 1 MiB");
        var octets = new byte[length];
        return ReadAll(file, octets) ? new Secret(octets) : throw new IOException("it became shorter while it was read");
    }

    static bool ReadAll(SafeFileHandle file, Span<byte> octets)
    {
        for (var offset = 0; offset < octets.Length;)
        {
            var count = RandomAccess.Read(file, octets[offset..], offset);
            if (count == 0)
                return false;
            offset += count;
        }
        return true;
    }

    // The old secret stays intact until the new one is complete, even if power is lost: contents, name and folder reach the disk in this
    // order.
    static void Replace(string path, Secret secret)
    {
        if (secret.Reveal().Length > Longest)
            throw new InvalidDataException("it is longer than 1 MiB");
        var folder = Path.GetDirectoryName(path)!;
        OwnFiles.Make(folder);
        var fresh = Path.Combine(folder, $"{Unfinished}{Guid.NewGuid():N}");
        try
        {
            using (var file = new FileStream(fresh, NewFile()))
            {
                file.Write(secret.Reveal());
                file.Flush(flushToDisk: true);
            }
            File.Move(fresh, path, overwrite: true);
        }
        catch
        {
            File.Delete(fresh);
            throw;
        }
        Sweep(folder, File.GetLastWriteTimeUtc(path));
        FolderSync.Flush(folder);
    }

    // A writer that was killed leaves a secret behind in a file that is never read. The time comes from the file system, whose clock may be
    // another machine's. A file that is younger than an hour may still have a writer.
    static void Sweep(string folder, DateTime now)
    {
        foreach (var left in Directory.EnumerateFiles(folder, Unfinished + "*"))
            if (now - File.GetLastWriteTimeUtc(left) > TimeSpan.FromHours(1))
                File.Delete(left);
    }

    // Without a buffer, so that no copy of the secret is left in memory.
    static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Own;
        return options;
    }

    static bool Remove(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (!OwnFiles.IsFolder(folder) || !OwnFiles.IsFile(path))
            return false;
        File.Delete(path);
        FolderSync.Flush(folder);
        return true;
    }

    string PathOf(SecretKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return folder is null
            ? throw Failed("secrets cannot be kept: HOME is not set, nor XDG_STATE_HOME or STATE_DIRECTORY")
            : Path.Combine(folder, SecretFileName.Of(key));
    }

    static T? Try<T>(string path, Func<string, T?> call) where T : class
    {
        try
        {
            return call(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or CryptographicException)
        {
            throw Failed($"{path}: cannot keep a secret there: {e.Message}", e);
        }
    }

    static MailException Failed(string message, Exception? inner = null) =>
        new(ExitCode.IoErr, DeliveryStage.Configure, message, inner: inner);
}
