namespace Msmtp.Testing;

/// <summary>A client left the script. The message shows the dialogue as it was and where the two part.</summary>
public sealed class TranscriptException(string message, Exception? inner) : Exception(message, inner);
