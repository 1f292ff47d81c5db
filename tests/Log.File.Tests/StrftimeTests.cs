using FsCheck;
using FsCheck.Fluent;

namespace Msmtp.Log.File.Tests;

public sealed class StrftimeTests
{
    // %#Eb is none, and glibc prints it in upper case nevertheless: an accident that nobody needs.
    static readonly Gen<string> Conversions =
        from flags in Pieces("", "", "", "_", "-", "0", "^", "#", "^#", "#^", "_-", "0_", "-0")
        from width in Pieces("", "", "", "1", "2", "3", "5", "08", "12", "30")
        from modifier in Pieces("", "", "", "E", "O")
        from letter in Gen.Elements("aAbBcCdDeFgGhHIjklmMnpPrRStTuUVwWxXyYzZ%+NiLQqEO 1".ToCharArray())
        where !(flags.Contains('#') && modifier == "E" && letter is 'b' or 'h')
        select "%" + flags + width + modifier + letter;

    static readonly Gen<string> Formats =
        from pieces in Gen.OneOf(Conversions, Pieces("", " ", "x", "/", "%", "Zeit", "ü")).ListOf()
        select string.Concat(pieces);

    static readonly Gen<LocalTime> Times =
        from day in Gen.Choose(1, 3652000)
        from second in Gen.Choose(0, 86399)
        from offset in Gen.Choose(-14 * 60, 14 * 60)
        from zone in Pieces("UTC", "CET", "EsT", "+0530")
        select new LocalTime(new DateTimeOffset(DateTime.MinValue.AddDays(day).AddSeconds(second), TimeSpan.FromMinutes(offset)), zone);

    [Fact]
    public void It_writes_what_the_c_library_writes() =>
        Prop.ForAll(Formats.ToArbitrary(), Times.ToArbitrary(), static (format, time) => Assert.Equal(CStrftime.Format(format, time), Strftime.Format(format, time)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20_000));

    [Fact]
    public void It_numbers_the_days_and_weeks_of_every_kind_of_year_as_the_c_library_does()
    {
        for (var day = new DateTimeOffset(1999, 12, 20, 12, 0, 0, TimeSpan.Zero); day.Year < 2030; day = day.AddDays(1))
        {
            var time = new LocalTime(day, "UTC");
            Assert.Equal(CStrftime.Format("%F %j %U %W %V %G %g %u %w", time), Strftime.Format("%F %j %U %W %V %G %g %u %w", time));
        }
    }

    [Theory]
    [InlineData("%b %d %H:%M:%S", "Nov 02 06:05:09")]
    [InlineData("%a %A %B %h %p %P %Z", "Mon Monday November Nov AM am EsT")]
    [InlineData("%c|%x|%X|%r|%R|%T|%D|%F", "Mon Nov  2 06:05:09 2026|11/02/26|06:05:09|06:05:09 AM|06:05|06:05:09|11/02/26|2026-11-02")]
    [InlineData("%C %d %e %I %j %k %l %m %y %Y %z", "20 02  2 06 306  6  6 11 26 2026 -0530")]
    [InlineData("%u %U %V %w %W %g %G", "1 44 45 1 44 26 2026")]
    [InlineData("%Ec %EC %Ey %EY %Od %Oe %OH %Oy", "Mon Nov  2 06:05:09 2026 20 26 2026 02  2 06 26")]
    [InlineData("a%nb%tc%%d", "a\nb\tc%d")]
    [InlineData("%s", "1793619309")]
    public void It_knows_the_conversions_of_c99(string format, string expected) =>
        Assert.Equal(expected, Strftime.Format(format, Some.Time));

    [Theory]
    [InlineData("%")]
    [InlineData("100%")]
    [InlineData("%Q %E %Ed %+d %")]
    [InlineData("none")]
    [InlineData("")]
    public void What_is_no_conversion_stands_for_itself(string format) => Assert.Equal(format, Strftime.Format(format, Some.Time));

    [Theory]
    [InlineData("%5Q", "  %5Q")]
    [InlineData("%-d|%_d|%5d|%^a|%#p", "2| 2|00002|MON|am")]
    public void It_has_the_flags_of_glibc(string format, string expected) => Assert.Equal(expected, Strftime.Format(format, Some.Time));

    [Fact]
    public void A_width_beyond_all_reason_costs_no_memory() =>
        Assert.InRange(Strftime.Format("%999999999d%99999999999999999999a", Some.Time).Length, 128, 10_000);

    static Gen<string> Pieces(params string[] pieces) => Gen.Elements(pieces);
}
