namespace Msmtp.Secrets.OAuth.Http;

/// <summary>How much an answer may have.</summary>
static class AnswerLimits
{
    /// <summary>The most octets of a head, and of a line.</summary>
    public const int Head = 64 * 1024;

    /// <summary>The most octets of a body.</summary>
    public const int Body = 1 << 20;

    /// <summary>The body is longer than that.</summary>
    public static InvalidDataException Exceeded() => new("it is longer than 1 MiB");
}
