using System.Globalization;
using Msmtp.Server;

namespace Msmtp.Cli;

/// <summary>The users of this system as clients of its service.</summary>
static class SystemUsers
{
    const string File = "/proc/sys/kernel/overflowuid";
    const uint Usual = 65534;

    static readonly SmtpReply OnlyLocal = new(530, "5.7.0", "only for users of this system, at its socket");

    /// <summary>
    /// The reply to a client who is not one user of this system, and so has nothing of his own; null: he is one.
    /// </summary>
    /// <param name="client">The client.</param>
    /// <param name="number">The number that stands for all of them.</param>
    /// <param name="consequence">What follows from that.</param>
    public static SmtpReply? Refuse(SmtpClientFacts client, uint number, string consequence) => client.SystemUser switch
    {
        null => OnlyLocal,
        var user when user == Name(number) => new SmtpReply(550, "5.7.1", $"{user} may be any user of another user namespace: {consequence}"),
        _ => null,
    };

    /// <summary>The name under which a user submits mail.</summary>
    public static string Name(uint user) => $"uid {user}";

    /// <summary>The number by which the system names every user of another user namespace who has none in this one (user_namespaces(7)).</summary>
    public static uint Overflow
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
