namespace Msmtp.Queue.Spool.Format;

/// <summary>
/// What changes about a mail, as one line: everything but what is still the same for a recipient. Nothing here does I/O.
/// </summary>
static class StateText
{
    public const string Kind = "state";

    const int LastReplyCode = 999;

    const int Unknown = 1, Wanted = 2;

    // What is kept of a reply: more than any has that is meant for people.
    const int MostLines = 8, LongestLine = 512;

    /// <summary>The line.</summary>
    /// <param name="mail">The mail.</param>
    /// <param name="before">What the lines before say of its recipients.</param>
    public static string Write(QueuedMail mail, IReadOnlyList<RecipientOutcome> before)
    {
        var line = new FieldWriter().Text(Kind)
            .Number((int)mail.State)
            .Time(mail.NextAttempt)
            .Number(mail.Attempts)
            .Number(mail.Age.Ticks)
            .Time(mail.LastAttempt)
            .Flag(mail.IsDelayReported)
            .Number((mail.IsUnknown ? Unknown : 0) | (mail.IsWanted ? Wanted : 0));
        Write(line, mail.LastFailure);
        for (var i = 0; i < mail.Recipients.Count; i++)
            if (!IsSame(mail.Recipients[i], before[i]))
                Write(line.Number(i).Number((int)mail.Recipients[i].Outcome), mail.Recipients[i].Reply);
        return line.ToString();
    }

    /// <summary>The mail after the line, whose kind has been read.</summary>
    public static QueuedMail Read(ref FieldReader line, QueuedMail mail)
    {
        var read = mail with
        {
            State = (QueuedMailState)line.Number((int)QueuedMailState.Dead),
            NextAttempt = line.Time(),
            Attempts = line.Number(),
            Age = new TimeSpan(line.OptionalNumber() ?? 0),
            LastAttempt = line.Time(),
            IsDelayReported = line.Flag(),
        };
        var flags = line.Number(Unknown | Wanted);
        return read with
        {
            IsUnknown = (flags & Unknown) != 0,
            IsWanted = (flags & Wanted) != 0,
            LastFailure = Failure(ref line),
            Recipients = Recipients(ref line, mail.Recipients),
        };
    }

    // A server that defers a recipient a hundred times says so in other words each time, and the file must not grow with them.
    static bool IsSame(RecipientOutcome one, RecipientOutcome other) =>
        one.Outcome == other.Outcome && one.Reply?.Code == other.Reply?.Code && one.Reply?.Status == other.Reply?.Status;

    static IReadOnlyList<RecipientOutcome> Recipients(ref FieldReader line, IReadOnlyList<RecipientOutcome> before)
    {
        if (line.IsAtEnd)
            return before;
        RecipientOutcome[] recipients = [.. before];
        while (!line.IsAtEnd)
        {
            var index = line.Number(recipients.Length - 1);
            var outcome = (SendOutcome)line.Number((int)SendOutcome.NotSent);
            recipients[index] = new RecipientOutcome(recipients[index].Recipient, outcome) { Reply = Reply(ref line) };
        }
        return recipients;
    }

    static void Write(FieldWriter line, DeliveryFailure? failure)
    {
        line.Number(failure is null ? null : (int)failure.ExitCode);
        if (failure is null)
            return;
        line.Number((int)failure.Stage).Text(failure.Message).Text(failure.Explanation).Text(failure.Advice)
            .Flag(failure.IsTemporary).Flag(failure.MayHaveBeenDelivered);
        Write(line, failure.Reply ?? failure.ClosingReply);
    }

    static DeliveryFailure? Failure(ref FieldReader line)
    {
        if (line.OptionalNumber() is not { } exitCode)
            return null;
        var stage = (DeliveryStage)line.Number((int)DeliveryStage.Quit);
        return new DeliveryFailure((ExitCode)exitCode, stage, line.RequiredText())
        {
            Explanation = line.Text(),
            Advice = line.Text(),
            IsTemporary = line.Flag(),
            MayHaveBeenDelivered = line.Flag(),
            Reply = Reply(ref line),
        };
    }

    static void Write(FieldWriter line, ServerReply? reply)
    {
        line.Number(reply?.Code);
        if (reply is null)
            return;
        line.Number(reply.Status?.Class).Number(reply.Status?.Subject).Number(reply.Status?.Detail);
        var count = Math.Min(reply.Lines.Count, MostLines);
        line.Number(count);
        for (var i = 0; i < count; i++)
            line.Text(reply.Lines[i].Length > LongestLine ? reply.Lines[i][..LongestLine] : reply.Lines[i]);
    }

    static ServerReply? Reply(ref FieldReader line)
    {
        if (line.OptionalNumber() is not { } code)
            return null;
        if (code is < 0 or > LastReplyCode)
            throw Fields.Wrong();
        var status = Status(ref line);
        var texts = new string[line.Number(MailLayout.Limit / sizeof(char))];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = line.RequiredText();
        return new ServerReply((int)code, status, texts);
    }

    static EnhancedStatus? Status(ref FieldReader line)
    {
        var (first, second, third) = (line.OptionalNumber(), line.OptionalNumber(), line.OptionalNumber());
        return first is { } statusClass && second is { } subject && third is { } detail
            ? new EnhancedStatus((int)statusClass, (int)subject, (int)detail)
            : null;
    }
}
