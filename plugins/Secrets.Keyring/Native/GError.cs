namespace Msmtp.Secrets.Keyring.Native;

/// <summary>Why a call has failed: nobody is told, as in msmtp.</summary>
static class GError
{
    public static void Free(nint error)
    {
        if (error != 0)
            Imports.FreeError(error);
    }
}
