namespace Msmtp.Hosting;

/// <summary>The connections of one account at one moment.</summary>
/// <param name="Tags">Whose they are.</param>
/// <param name="Used">Those that carry a mail or are being opened for one.</param>
/// <param name="Idle">Those that rest.</param>
/// <param name="Waiting">Mails that wait for one.</param>
readonly record struct ConnectionCounts(IReadOnlyList<KeyValuePair<string, object?>> Tags, int Used, int Idle, int Waiting);
