using FsCheck.Xunit;
using Msmtp.Queue.Spool.Format;

namespace Msmtp.Queue.Spool.Tests.Format;

public sealed class MailRecordTests
{
    /// <summary>A record.</summary>
    public static byte[] Of(string line) => MailRecord.Write(line, isBehindTorn: false);

    [Fact]
    public void Records_are_read_one_after_the_other_wherever_they_are_cut_off()
    {
        byte[] octets = [.. Of("one"), .. Of("two"), .. MailRecord.Write("three", isBehindTorn: true)];
        int[] ends = [Of("one").Length, Of("one").Length + Of("two").Length, octets.Length];

        for (var length = 0; length <= octets.Length; length++)
        {
            ReadOnlySpan<byte> rest = octets.AsSpan(0, length);
            var read = new List<string>();
            while (MailRecord.Read(ref rest) is { } line)
                read.Add(line);
            Assert.Equal(ends.Count(end => end <= length), read.Count);
            Assert.Equal(new[] { "one", "two", "three" }[..read.Count], read);
        }
    }

    [Fact]
    public void What_is_damaged_does_not_spoil_the_next_one()
    {
        byte[] octets = [.. "garbage\n\n0\n12345678 x\nzzzzzzzz x\n"u8, .. Of("one")];
        ReadOnlySpan<byte> rest = octets;

        Assert.Equal("one", MailRecord.Read(ref rest));
        Assert.Null(MailRecord.Read(ref rest));
    }

    [Property]
    public bool Any_text_stands_in_a_field(string?[] texts)
    {
        var writer = new FieldWriter().Text("kind");
        foreach (var text in texts)
            writer.Text(Whole(text));
        var line = writer.ToString();
        ReadOnlySpan<byte> octets = Of(line);
        var reader = new FieldReader(MailRecord.Read(ref octets));

        reader.RequiredText();
        foreach (var text in texts)
            if (reader.Text() != Whole(text))
                return false;
        return reader.IsAtEnd && !line.Contains('\n');
    }

    // A surrogate without the other one has no octets.
    static string? Whole(string? text) => text is null ? null : System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
