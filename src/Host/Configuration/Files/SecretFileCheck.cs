using Microsoft.Win32.SafeHandles;

namespace Msmtp.Hosting;

/// <summary>
/// A file with a password in it must belong to the user, and nobody else may be able to read it; or it belongs to the superuser, who lets a group
/// read it and nobody else, as for a service with a user of its own.
/// </summary>
static class SecretFileCheck
{
    const uint Superuser = 0;

    const UnixFileMode Allowed = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <exception cref="MailException">The file belongs to somebody else, or has more permissions than these.</exception>
    public static void Require(string path, SafeFileHandle file)
    {
        // These permissions are Unix's; root is allowed everything.
        if (OperatingSystem.IsWindows() || FileOwner.EffectiveUser is not (> 0 and var user))
            return;
        var more = File.GetUnixFileMode(file) & ~Allowed & AllPermissions;
        if (FileOwner.Of(file) is { } owner && owner != user)
        {
            if (owner == Superuser && (more & ~UnixFileMode.GroupRead) == 0)
                return;
            throw Refused(path, "must be owned by you");
        }
        if (more != 0)
            throw Refused(path, "must have no more than user read/write permissions");
    }

    const UnixFileMode AllPermissions = Allowed | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    static MailException Refused(string path, string rule) =>
        new(ExitCode.Config, DeliveryStage.Configure, $"{path}: contains secrets and therefore {rule}");
}
