"""What only Perplexity has.  https://docs.perplexity.ai/api-reference/sonar-post"""

from attrs import frozen

from ...checks import Options as Base
from ...checks import boolean, each, nonempty, one_of, option
from ...values import a_tuple


@frozen(kw_only=True)
class Options(Base):
    """
    Options of Perplexity that have no counterpart elsewhere. Dates are ``"MM/DD/YYYY"``.

    Args:
        disable_search: True answers from what the model knows.
        enable_search_classifier: True lets a classifier decide whether to search.
        search_mode: ``"web"``, ``"academic"`` or ``"sec"``.
        search_type: ``"fast"``, ``"pro"`` or ``"auto"``.
        search_language_filter: Only pages in these languages, such as ``("en", "fr")``.
        search_recency_filter: Only pages of the last ``"hour"``, ``"day"``, ``"week"``, ``"month"`` or ``"year"``.
        search_after_date_filter: Only pages published after this date.
        search_before_date_filter: Only pages published before this date.
        last_updated_after_filter: Only pages changed after this date.
        last_updated_before_filter: Only pages changed before this date.
        return_images: Pictures that were found come as citations.
        image_format_filter: Only pictures of these formats, such as ``("png",)``.
        image_domain_filter: Only pictures from these domains.
        image_results_enhanced_relevance: Pictures that fit better.
        return_related_questions: What may be asked next is in ``result.raw``.
        language_preference: The language of the answer, such as ``"fr"``.
    """

    disable_search: bool | None = option(boolean)
    enable_search_classifier: bool | None = option(boolean)
    search_mode: str | None = option(one_of(("web", "academic", "sec")))
    search_type: str | None = option(one_of(("fast", "pro", "auto")))
    search_language_filter: tuple[str, ...] = option(each(nonempty), default=(), converter=a_tuple)
    search_recency_filter: str | None = option(one_of(("hour", "day", "week", "month", "year")))
    search_after_date_filter: str | None = option(nonempty)
    search_before_date_filter: str | None = option(nonempty)
    last_updated_after_filter: str | None = option(nonempty)
    last_updated_before_filter: str | None = option(nonempty)
    return_images: bool | None = option(boolean)
    image_format_filter: tuple[str, ...] = option(each(nonempty), default=(), converter=a_tuple)
    image_domain_filter: tuple[str, ...] = option(each(nonempty), default=(), converter=a_tuple)
    image_results_enhanced_relevance: bool | None = option(boolean)
    return_related_questions: bool | None = option(boolean)
    language_preference: str | None = option(nonempty)
