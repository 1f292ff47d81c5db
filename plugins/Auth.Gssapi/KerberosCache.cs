using System.Runtime.InteropServices;

namespace Msmtp.Auth.Gssapi;

/// <summary>
/// Checks the credential caches before the GSS-API library reads them, because MIT's has a bug: when it cannot read the first cache,
/// krb5_cccol_have_content frees a principal that was never set, and every other run crashes (seen in 1.20.1). It reads the same
/// caches in the same order as this check, so nothing is refused that could have worked.
/// </summary>
static partial class KerberosCache
{
    const string Library = "libkrb5.so.3";

    // krb5.h: KRB5_FCC_NOFILE, KRB5_CC_NOTFOUND.
    const int NoFile = -1765328189;
    const int NotFound = -1765328243;

    /// <summary>Throws <see cref="GssapiException"/> if there is a cache from which no ticket can be taken.</summary>
    /// <param name="service">The service that a ticket is needed for.</param>
    public static void Check(string service)
    {
        // A GSS-API library without this one beside it is not MIT's.
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad(Library, out _) || InitContext(out var context) != 0)
            return;
        try
        {
            // With a client keytab, tickets come from there and the caches are not read.
            if (!HasKeytab(context) && FindFault(context) is var fault and not 0)
                throw Unusable(context, fault, service);
        }
        finally
        {
            FreeContext(context);
        }
    }

    static GssapiException Unusable(nint context, int fault, string service)
    {
        if (fault is NoFile or NotFound)
            return new GssapiException($"no Kerberos ticket for {service}: get one with kinit");
        var message = GetErrorMessage(context, fault);
        var reason = Marshal.PtrToStringUTF8(message);
        FreeErrorMessage(context, message);
        return new GssapiException($"the Kerberos tickets cannot be read ({reason}): get new ones with kinit");
    }

    static bool HasKeytab(nint context)
    {
        if (ClientKeytab(context, out var keytab) != 0)
            return false;
        var hasContent = KeytabHasContent(context, keytab) == 0;
        _ = CloseKeytab(context, keytab);
        return hasContent;
    }

    // 0: the first cache can be read, or there is none.
    static int FindFault(nint context)
    {
        if (NewCursor(context, out var cursor) is var fault and not 0)
            return fault;
        fault = NextCache(context, cursor, out var cache);
        if (fault == 0 && cache != 0)
        {
            fault = GetPrincipal(context, cache, out var principal);
            if (fault == 0)
                FreePrincipal(context, principal);
            _ = CloseCache(context, cache);
        }
        _ = FreeCursor(context, ref cursor);
        return fault;
    }

    [LibraryImport(Library, EntryPoint = "krb5_init_context")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int InitContext(out nint context);

    [LibraryImport(Library, EntryPoint = "krb5_free_context")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "krb5_get_error_message")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint GetErrorMessage(nint context, int fault);

    [LibraryImport(Library, EntryPoint = "krb5_free_error_message")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void FreeErrorMessage(nint context, nint message);

    [LibraryImport(Library, EntryPoint = "krb5_kt_client_default")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ClientKeytab(nint context, out nint keytab);

    [LibraryImport(Library, EntryPoint = "krb5_kt_have_content")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int KeytabHasContent(nint context, nint keytab);

    [LibraryImport(Library, EntryPoint = "krb5_kt_close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CloseKeytab(nint context, nint keytab);

    [LibraryImport(Library, EntryPoint = "krb5_cccol_cursor_new")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int NewCursor(nint context, out nint cursor);

    [LibraryImport(Library, EntryPoint = "krb5_cccol_cursor_next")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int NextCache(nint context, nint cursor, out nint cache);

    [LibraryImport(Library, EntryPoint = "krb5_cccol_cursor_free")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int FreeCursor(nint context, ref nint cursor);

    [LibraryImport(Library, EntryPoint = "krb5_cc_get_principal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetPrincipal(nint context, nint cache, out nint principal);

    [LibraryImport(Library, EntryPoint = "krb5_free_principal")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial void FreePrincipal(nint context, nint principal);

    [LibraryImport(Library, EntryPoint = "krb5_cc_close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CloseCache(nint context, nint cache);
}
