using System.Globalization;
using System.Text;

namespace Msmtp.Queue.Spool.Format;

/// <summary>Writes a line of fields with tabs between them. Any text can stand in a field: what would end it is escaped.</summary>
sealed class FieldWriter
{
    readonly StringBuilder line = new();

    public FieldWriter Text(string? text)
    {
        Next();
        if (text is null)
        {
            line.Append(Fields.Absent);
            return this;
        }
        foreach (var character in text)
            Append(character);
        return this;
    }

    public FieldWriter Number(long? number)
    {
        Next();
        line.Append(number is { } known ? known.ToString(CultureInfo.InvariantCulture) : Fields.Absent);
        return this;
    }

    public FieldWriter Time(DateTimeOffset? time) => Number(time?.UtcTicks);

    public FieldWriter Flag(bool isSet) => Number(isSet ? 1 : 0);

    public override string ToString() => line.ToString();

    void Append(char character)
    {
        var letter = character switch
        {
            '\\' => '\\',
            '\t' => 't',
            '\n' => 'n',
            '\r' => 'r',
            _ => '\0',
        };
        if (letter == '\0')
            line.Append(character);
        else
            line.Append('\\').Append(letter);
    }

    void Next()
    {
        if (line.Length > 0)
            line.Append('\t');
    }
}

/// <summary>Reads such a line. Anything else is <see cref="InvalidDataException"/>.</summary>
ref struct FieldReader(ReadOnlySpan<char> line)
{
    ReadOnlySpan<char> rest = line;

    public bool IsAtEnd { get; private set; }

    public string RequiredText() => Text() ?? throw Fields.Wrong();

    public string? Text()
    {
        var field = Next();
        if (field.SequenceEqual(Fields.Absent))
            return null;
        if (!field.Contains('\\'))
            return field.ToString();
        var text = new StringBuilder(field.Length);
        for (var i = 0; i < field.Length; i++)
            text.Append(field[i] != '\\' ? field[i] : ++i < field.Length ? Escaped(field[i]) : throw Fields.Wrong());
        return text.ToString();
    }

    public long? OptionalNumber()
    {
        var field = Next();
        if (field.SequenceEqual(Fields.Absent))
            return null;
        return long.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Fields.Wrong();
    }

    /// <summary>A number from 0 up to a limit.</summary>
    public int Number(int limit = int.MaxValue) => OptionalNumber() is { } number && number >= 0 && number <= limit ? (int)number : throw Fields.Wrong();

    public bool Flag() => Number(1) == 1;

    public DateTimeOffset? Time() => OptionalNumber() switch
    {
        null => null,
        >= 0 and <= Fields.LastTick and var ticks => new DateTimeOffset(ticks, TimeSpan.Zero),
        _ => throw Fields.Wrong(),
    };

    public DateTimeOffset RequiredTime() => Time() ?? throw Fields.Wrong();

    static char Escaped(char letter) => letter switch
    {
        '\\' => '\\',
        't' => '\t',
        'n' => '\n',
        'r' => '\r',
        _ => throw Fields.Wrong(),
    };

    ReadOnlySpan<char> Next()
    {
        if (IsAtEnd)
            throw Fields.Wrong();
        var tab = rest.IndexOf('\t');
        var field = tab < 0 ? rest : rest[..tab];
        IsAtEnd = tab < 0;
        rest = tab < 0 ? default : rest[(tab + 1)..];
        return field;
    }
}

/// <summary>What writer and reader agree on.</summary>
static class Fields
{
    public const string Absent = "\\0";

    /// <summary>Those of <see cref="DateTime.MaxValue"/>.</summary>
    public const long LastTick = 3155378975999999999;

    public static InvalidDataException Wrong() => new("a field is wrong");
}
