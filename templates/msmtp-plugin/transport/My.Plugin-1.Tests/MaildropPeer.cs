using System.Text;
using Msmtp.Testing;

namespace My.Plugin_1.Tests;

/// <summary>The other end: a folder.</summary>
sealed class MaildropPeer : ITransportPeer
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("maildrop-");
    IReadOnlyList<PeerMail>? last;

    public string Msmtprc => $"maildrop {folder.FullName}";

    public IReadOnlyList<PeerMail> Mails => last ?? [.. folder.EnumerateFiles("*.eml").OrderBy(static file => file.Name).Select(Read)];

    public long OctetsSeen => folder.EnumerateFiles().Sum(static file => file.Exists ? file.Length : 0);

    public ValueTask DisposeAsync()
    {
        last ??= Mails;
        if (Directory.Exists(folder.FullName))
            folder.Delete(recursive: true);
        return default;
    }

    static PeerMail Read(FileInfo file)
    {
        var octets = File.ReadAllBytes(file.FullName);
        var from = "";
        List<string> to = [];
        while (Line(octets) is var line && line.Split(": ") is [var name, var value])
        {
            if (name == "Return-Path")
                from = value.Trim('<', '>');
            else if (name == "X-Original-To")
                to.Add(value);
            else
                break;
            octets = octets[(line.Length + 2)..];
        }
        return new PeerMail(from, to, octets);
    }

    static string Line(byte[] octets) => Encoding.Latin1.GetString(octets, 0, Math.Max(0, octets.AsSpan().IndexOf("\r\n"u8)));
}
