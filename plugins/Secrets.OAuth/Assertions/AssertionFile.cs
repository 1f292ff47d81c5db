using System.Security.Cryptography;

namespace Msmtp.Secrets.OAuth.Assertions;

/// <summary>A certificate, key or service account in a file that a setting names.</summary>
/// <param name="setting">The setting.</param>
/// <param name="path">The file.</param>
sealed class AssertionFile(string setting, string path)
{
    // None of them has more than some KiB; a file that has may never end.
    const int Longest = 1 << 20;

    const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public string Path { get; } = path;

    /// <summary>All octets, which the caller zeroes.</summary>
    /// <exception cref="MailException">It cannot be read.</exception>
    public byte[] Read() => Read(environment: null);

    /// <summary>
    /// The same of a file that only its owner may read, unless a service manager or container engine has put it where it is.
    /// </summary>
    /// <exception cref="MailException">It cannot be read, or others can read it, too.</exception>
    public byte[] ReadPrivate(PluginEnvironment environment) => Read(environment);

    /// <summary>The failure for a file that cannot be used.</summary>
    /// <param name="why">What is wrong with it; never a part of it.</param>
    /// <param name="advice">What to do; null for nothing to add.</param>
    /// <param name="inner">The cause, if any.</param>
    public MailException Unusable(string why, string? advice = null, Exception? inner = null) =>
        new(ExitCode.Config, DeliveryStage.Configure, $"cannot use {setting} {Path}: {why}", inner: inner) { Advice = advice };

    byte[] Read(PluginEnvironment? environment)
    {
        try
        {
            using var stream = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            if (environment is not null && !OperatingSystem.IsWindows() && !IsHandedOver(environment)
                && (File.GetUnixFileMode(stream.SafeFileHandle) & Others) != 0)
            {
                throw Unusable("others can read or change it", $"make it private: chmod 600 {Path}");
            }
            return Read(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(SystemError.Describe(e), inner: e);
        }
    }

    // systemd gives access to the unit's user by an access control list, which shows as the group's; Docker to everybody in the container.
    bool IsHandedOver(PluginEnvironment environment) =>
        IsBelow("/run/secrets") || environment.GetVariable("CREDENTIALS_DIRECTORY") is ['/', ..] folder && IsBelow(folder);

    bool IsBelow(string folder) => System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path)) == System.IO.Path.GetFullPath(folder);

    byte[] Read(FileStream stream)
    {
        // A pipe has no length.
        var buffer = new byte[stream.CanSeek ? Math.Min(stream.Length, Longest) + 1 : Longest + 1];
        try
        {
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return length < buffer.Length ? buffer[..length] : throw Unusable("it is larger than 1 MiB, or has just grown");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }
}
