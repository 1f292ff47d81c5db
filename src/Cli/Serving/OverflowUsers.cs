using System.Globalization;

namespace Msmtp.Cli;

/// <summary>The number by which the system names every user of another user namespace who has none in this one (user_namespaces(7)).</summary>
static class OverflowUsers
{
    const string File = "/proc/sys/kernel/overflowuid";
    const uint Usual = 65534;

    /// <summary>The number of this system.</summary>
    public static uint OfThisSystem
    {
        get
        {
            try
            {
                return uint.TryParse(System.IO.File.ReadAllText(File), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var user) ? user : Usual;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return Usual;
            }
        }
    }
}
