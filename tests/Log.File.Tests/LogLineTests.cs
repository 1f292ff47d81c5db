using System.Text;

namespace Msmtp.Log.File.Tests;

public sealed class LogLineTests
{
    [Theory]
    [InlineData(null, "Nov 02 06:05:09 ")]
    [InlineData("%Y", "2026 ")]
    [InlineData("x%%y %n|", "x%y \n| ")]
    [InlineData("none", "")]
    public void The_time_stands_in_front(string? format, string front) => Assert.Equal(front + Some.RecordLine + "\n", Line(format));

    [Fact]
    public void A_time_may_have_127_octets()
    {
        var format = new string('x', 127);

        Assert.Equal(format + " " + Some.RecordLine + "\n", Line(format));
    }

    [Theory]
    [InlineData("x", 128)]
    [InlineData("ü", 64)]
    [InlineData("%Y", 32)]
    public void A_time_of_128_octets_is_refused(string piece, int count) =>
        Assert.Throws<InvalidDataException>(() => Line(string.Concat(Enumerable.Repeat(piece, count))));

    static string Line(string? format) => Encoding.UTF8.GetString(LogLine.Write(Some.Record, format, Some.Time));
}
