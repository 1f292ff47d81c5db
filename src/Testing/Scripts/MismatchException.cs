namespace Msmtp.Testing;

/// <summary>Within a step: the client did something else. The player turns it into a <see cref="TranscriptException"/>.</summary>
sealed class MismatchException(string reason, params IReadOnlyList<string> said) : Exception(reason)
{
    /// <summary>What the client said instead, as lines of a transcript.</summary>
    internal IReadOnlyList<string> Said { get; } = said;
}
