using System.Runtime.InteropServices;
using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>
/// The variables that the caller has set, for everything that reads some: this program, the libraries in it (OpenSSL, Kerberos, the resolver)
/// and the programs that it starts.
/// </summary>
static partial class CallersEnvironment
{
    // Nobody but the superuser can make that folder: no file in a home is found, whatever asks for one.
    const string NoHome = "/nonexistent";

    const string SystemPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>Replaces them all by ones that no caller decides about. What has been read from them before keeps their values.</summary>
    public static void Forget()
    {
        // The launcher of the managed host has found out, and only the environment remembers.
        var raisedRights = Environment.GetEnvironmentVariable(UserEnvironment.RaisedRights);
        if (!OperatingSystem.IsLinux() || Clear() != 0)
            throw new MailException(ExitCode.OsErr, DeliveryStage.Configure, "the environment of the caller cannot be left");
#if !NATIVE
        ForgetCopy();
#endif
        Set("HOME", NoHome);
        Set("PATH", SystemPath);
        if (raisedRights is not null)
            Set(UserEnvironment.RaisedRights, raisedRights);
    }

    static void Set(string name, string value)
    {
        _ = Set(name, value, 1);
#if !NATIVE
        Environment.SetEnvironmentVariable(name, value);
#endif
    }

#if !NATIVE
    // The runtime has copied them all when it started, unlike that of the native command, where it would only do so now.
    static void ForgetCopy()
    {
        foreach (string name in Environment.GetEnvironmentVariables().Keys)
            if (name.Length > 0)
                Environment.SetEnvironmentVariable(name, null);
    }
#endif

    [LibraryImport("libc", EntryPoint = "clearenv")]
    private static partial int Clear();

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(string name, string value, int overwrites);
}
