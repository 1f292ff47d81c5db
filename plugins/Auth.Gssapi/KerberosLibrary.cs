using System.Runtime.InteropServices;

namespace Msmtp.Auth.Gssapi;

/// <summary>The system's GSS-API library.</summary>
static class KerberosLibrary
{
    /// <summary>MIT's, which the runtime loads too.</summary>
    public const string Name = "libgssapi_krb5.so.2";
}

/// <summary>Finds out whether a ticket has expired: MIT's library reports that as a generic failure.</summary>
static partial class KerberosTicket
{
    // RFC 2744 §5.21 and §3.9.1: the routine error is in bits 16 to 23.
    const uint CredentialsExpired = 11 << 16;

    /// <summary>Whether the ticket that would be used has expired. The library must be present.</summary>
    public static bool HasExpired() =>
        OperatingSystem.IsLinux() && InquireCredential(out _, 0, 0, out _, 0, 0) == CredentialsExpired;

    [LibraryImport(KerberosLibrary.Name, EntryPoint = "gss_inquire_cred")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint InquireCredential(out uint minor, nint credential, nint name, out uint lifetime, nint usage, nint mechanisms);
}
