using System.Text;

namespace Msmtp.Transport.Smtp.Tests;

/// <summary>Writes down what is told, secrets between asterisks.</summary>
sealed class RecordingTrace : ITrace
{
    public List<string> Lines { get; } = [];

    public void Received(ReadOnlySpan<byte> line) => Lines.Add("<-- " + Encoding.Latin1.GetString(line));

    public void Sent(ReadOnlySpan<byte> line) => Lines.Add("--> " + Encoding.Latin1.GetString(line));

    public void SentSecret(ReadOnlySpan<byte> visible, ReadOnlySpan<byte> secret) =>
        Lines.Add($"--> {Encoding.Latin1.GetString(visible)}*{Encoding.Latin1.GetString(secret)}*");

    public void Note(string line) => Lines.Add(line);
}
