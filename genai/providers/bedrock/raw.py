"""Raw: every type of the Bedrock runtime that a call of ``Endpoints`` sends or gets, as on the wire.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html

The rule here: field names are the wire's, and bytes are base64. A union of Amazon's is an object of which one field is
set, and is written so here. What recordings have and the description lacks says so in a comment.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, TypeAlias

from attrs import frozen

from ...wiretypes import Listed

# --- Words of the wire ------------------------------------------------------------------------------------------------

AsyncInvokeStatus: TypeAlias = Annotated[str, Listed("InProgress", "Completed", "Failed")]
"""How far a background invocation is."""

AudioFormat: TypeAlias = Annotated[
    str,
    Listed(
        "mp3", "opus", "wav", "aac", "flac", "mp4", "ogg", "mkv", "mka", "x-aac", "m4a", "mpeg", "mpga", "pcm",
        "webm"
    ),
]  # fmt: skip
"""How sound is stored."""

CachePointType: TypeAlias = Annotated[str, Listed("default")]
"""The kind of a cache point."""

CacheTTL: TypeAlias = Annotated[str, Listed("5m", "1h")]
"""How long what is cached is kept."""

ConversationRole: TypeAlias = Annotated[str, Listed("user", "assistant", "system")]
"""Who says a message."""

DocumentFormat: TypeAlias = Annotated[str, Listed("pdf", "csv", "doc", "docx", "xls", "xlsx", "html", "txt", "md")]
"""How a document is stored."""

GuardrailAction: TypeAlias = Annotated[str, Listed("NONE", "GUARDRAIL_INTERVENED")]
"""What a guardrail did."""

GuardrailAutomatedReasoningLogicWarningType: TypeAlias = Annotated[str, Listed("ALWAYS_FALSE", "ALWAYS_TRUE")]
"""Of automated reasoning: logic warning type."""

GuardrailChecksContentFilterCategory: TypeAlias = Annotated[
    str,
    Listed(
        "VIOLENCE", "HATE", "SEXUAL", "MISCONDUCT", "INSULTS"
    ),
]  # fmt: skip
"""Of guardrail checks: content filter category."""

GuardrailChecksPromptAttackCategory: TypeAlias = Annotated[
    str,
    Listed(
        "JAILBREAK", "PROMPT_INJECTION", "PROMPT_LEAKAGE"
    ),
]  # fmt: skip
"""Of guardrail checks: prompt attack category."""

GuardrailChecksRole: TypeAlias = Annotated[str, Listed("user", "assistant", "system")]
"""Of guardrail checks: role."""

GuardrailChecksSensitiveInformationEntityType: TypeAlias = Annotated[
    str,
    Listed(
        "ADDRESS", "AGE", "AWS_ACCESS_KEY", "AWS_SECRET_KEY", "CA_HEALTH_NUMBER", "CA_SOCIAL_INSURANCE_NUMBER",
        "CREDIT_DEBIT_CARD_CVV", "CREDIT_DEBIT_CARD_EXPIRY", "CREDIT_DEBIT_CARD_NUMBER", "DRIVER_ID", "EMAIL",
        "INTERNATIONAL_BANK_ACCOUNT_NUMBER", "IP_ADDRESS", "LICENSE_PLATE", "MAC_ADDRESS", "NAME", "PASSWORD",
        "PHONE", "PIN", "SWIFT_CODE", "UK_NATIONAL_HEALTH_SERVICE_NUMBER", "UK_NATIONAL_INSURANCE_NUMBER",
        "UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER", "URL", "USERNAME", "US_BANK_ACCOUNT_NUMBER", "US_BANK_ROUTING_NUMBER",
        "US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER", "US_PASSPORT_NUMBER", "US_SOCIAL_SECURITY_NUMBER",
        "VEHICLE_IDENTIFICATION_NUMBER"
    ),
]  # fmt: skip
"""Of guardrail checks: sensitive information entity type."""

GuardrailContentFilterConfidence: TypeAlias = Annotated[str, Listed("NONE", "LOW", "MEDIUM", "HIGH")]
"""Of a guardrail: content filter confidence."""

GuardrailContentFilterStrength: TypeAlias = Annotated[str, Listed("NONE", "LOW", "MEDIUM", "HIGH")]
"""Of a guardrail: content filter strength."""

GuardrailContentFilterType: TypeAlias = Annotated[
    str,
    Listed(
        "INSULTS", "HATE", "SEXUAL", "VIOLENCE", "MISCONDUCT", "PROMPT_ATTACK"
    ),
]  # fmt: skip
"""Of a guardrail: content filter type."""

GuardrailContentPolicyAction: TypeAlias = Annotated[str, Listed("BLOCKED", "NONE")]
"""Of a guardrail: content policy action."""

GuardrailContentQualifier: TypeAlias = Annotated[str, Listed("grounding_source", "query", "guard_content")]
"""Of a guardrail: content qualifier."""

GuardrailContentSource: TypeAlias = Annotated[str, Listed("INPUT", "OUTPUT")]
"""Whether a text is the user's or the model's."""

GuardrailContextualGroundingFilterType: TypeAlias = Annotated[str, Listed("GROUNDING", "RELEVANCE")]
"""Of a guardrail: contextual grounding filter type."""

GuardrailContextualGroundingPolicyAction: TypeAlias = Annotated[str, Listed("BLOCKED", "NONE")]
"""Of a guardrail: contextual grounding policy action."""

GuardrailConverseContentQualifier: TypeAlias = Annotated[str, Listed("grounding_source", "query", "guard_content")]
"""Of a guardrail: converse content qualifier."""

GuardrailConverseImageFormat: TypeAlias = Annotated[str, Listed("png", "jpeg")]
"""Of a guardrail: converse image format."""

GuardrailImageFormat: TypeAlias = Annotated[str, Listed("png", "jpeg")]
"""Of a guardrail: image format."""

GuardrailManagedWordType: TypeAlias = Annotated[str, Listed("PROFANITY")]
"""Of a guardrail: managed word type."""

GuardrailOrigin: TypeAlias = Annotated[str, Listed("REQUEST", "ACCOUNT_ENFORCED", "ORGANIZATION_ENFORCED")]
"""Who demanded a guardrail."""

GuardrailOutputScope: TypeAlias = Annotated[str, Listed("INTERVENTIONS", "FULL")]
"""Whether all findings are told, or only those that led to something."""

GuardrailOwnership: TypeAlias = Annotated[str, Listed("SELF", "CROSS_ACCOUNT")]
"""Whose guardrail it is."""

GuardrailPiiEntityType: TypeAlias = Annotated[
    str,
    Listed(
        "ADDRESS", "AGE", "AWS_ACCESS_KEY", "AWS_SECRET_KEY", "CA_HEALTH_NUMBER", "CA_SOCIAL_INSURANCE_NUMBER",
        "CREDIT_DEBIT_CARD_CVV", "CREDIT_DEBIT_CARD_EXPIRY", "CREDIT_DEBIT_CARD_NUMBER", "DRIVER_ID", "EMAIL",
        "INTERNATIONAL_BANK_ACCOUNT_NUMBER", "IP_ADDRESS", "LICENSE_PLATE", "MAC_ADDRESS", "NAME", "PASSWORD",
        "PHONE", "PIN", "SWIFT_CODE", "UK_NATIONAL_HEALTH_SERVICE_NUMBER", "UK_NATIONAL_INSURANCE_NUMBER",
        "UK_UNIQUE_TAXPAYER_REFERENCE_NUMBER", "URL", "USERNAME", "US_BANK_ACCOUNT_NUMBER", "US_BANK_ROUTING_NUMBER",
        "US_INDIVIDUAL_TAX_IDENTIFICATION_NUMBER", "US_PASSPORT_NUMBER", "US_SOCIAL_SECURITY_NUMBER",
        "VEHICLE_IDENTIFICATION_NUMBER"
    ),
]  # fmt: skip
"""Of a guardrail: pii entity type."""

GuardrailSensitiveInformationPolicyAction: TypeAlias = Annotated[str, Listed("ANONYMIZED", "BLOCKED", "NONE")]
"""Of a guardrail: sensitive information policy action."""

GuardrailStreamProcessingMode: TypeAlias = Annotated[str, Listed("sync", "async")]
"""Whether a stream waits for its guardrail."""

GuardrailTopicPolicyAction: TypeAlias = Annotated[str, Listed("BLOCKED", "NONE")]
"""Of a guardrail: topic policy action."""

GuardrailTopicType: TypeAlias = Annotated[str, Listed("DENY")]
"""Of a guardrail: topic type."""

GuardrailTrace: TypeAlias = Annotated[str, Listed("enabled", "disabled", "enabled_full")]
"""Whether the answer tells what a guardrail found."""

GuardrailWordPolicyAction: TypeAlias = Annotated[str, Listed("BLOCKED", "NONE")]
"""Of a guardrail: word policy action."""

ImageFormat: TypeAlias = Annotated[str, Listed("png", "jpeg", "gif", "webp")]
"""How a picture is stored."""

OutputFormatType: TypeAlias = Annotated[str, Listed("json_schema")]
"""What an answer is held to."""

PerformanceConfigLatency: TypeAlias = Annotated[str, Listed("standard", "optimized")]
"""Whether a model answers faster, for more."""

ServiceTierType: TypeAlias = Annotated[str, Listed("priority", "default", "flex", "reserved")]
"""How soon a request is served."""

StopReason: TypeAlias = Annotated[
    str,
    Listed(
        "end_turn", "tool_use", "max_tokens", "stop_sequence", "guardrail_intervened", "content_filtered",
        "malformed_model_output", "malformed_tool_use", "model_context_window_exceeded"
    ),
]  # fmt: skip
"""Why an answer ended."""

ToolResultStatus: TypeAlias = Annotated[str, Listed("success", "error")]
"""Whether a tool did what it was asked for."""

ToolUseType: TypeAlias = Annotated[
    str,
    Listed(
        "server_tool_use", "tool_use"
    ),
]  # fmt: skip
"""Who carries a call out: the caller, or Amazon."""

VideoFormat: TypeAlias = Annotated[str, Listed("mkv", "mov", "mp4", "webm", "flv", "mpeg", "mpg", "wmv", "three_gp")]
"""How a film is stored."""

# --- Objects --------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class AppliedGuardrailDetails:
    """Which guardrail it was."""

    guardrailId: str | None = None
    guardrailVersion: str | None = None
    guardrailArn: str | None = None
    guardrailOrigin: Sequence[GuardrailOrigin] | None = None
    guardrailOwnership: GuardrailOwnership | None = None


@frozen(kw_only=True)
class ApplyGuardrailRequest:
    """Texts and pictures for a guardrail to judge."""

    source: GuardrailContentSource
    content: Sequence[GuardrailContentBlock]
    outputScope: GuardrailOutputScope | None = None


@frozen(kw_only=True)
class ApplyGuardrailResponse:
    """What the guardrail says."""

    usage: GuardrailUsage
    action: GuardrailAction
    actionReason: str | None = None
    outputs: Sequence[GuardrailOutputContent]
    assessments: Sequence[GuardrailAssessment]
    guardrailCoverage: GuardrailCoverage | None = None


@frozen(kw_only=True)
class AsyncInvokeOutputDataConfig:
    """Where the answer of a background invocation goes."""

    s3OutputDataConfig: AsyncInvokeS3OutputDataConfig | None = None


@frozen(kw_only=True)
class AsyncInvokeS3OutputDataConfig:
    """A place in S3 for answers."""

    s3Uri: str
    kmsKeyId: str | None = None
    bucketOwner: str | None = None


@frozen(kw_only=True)
class AsyncInvokeSummary:
    """A background invocation in a list."""

    invocationArn: str
    modelArn: str
    clientRequestToken: str | None = None
    status: AsyncInvokeStatus | None = None
    failureMessage: str | None = None
    submitTime: str
    lastModifiedTime: str | None = None
    endTime: str | None = None
    outputDataConfig: AsyncInvokeOutputDataConfig


@frozen(kw_only=True)
class AudioBlock:
    """A sound."""

    format: AudioFormat
    source: AudioSource
    error: ErrorBlock | None = None


@frozen(kw_only=True)
class AudioSource:
    """Where a sound is: here, or in S3."""

    bytes: str | None = None
    s3Location: S3Location | None = None


@frozen(kw_only=True)
class CacheDetail:
    """How many tokens were cached for how long."""

    ttl: CacheTTL
    inputTokens: int


@frozen(kw_only=True)
class CachePointBlock:
    """All before it is cached."""

    type: CachePointType
    ttl: CacheTTL | None = None


@frozen(kw_only=True)
class Citation:
    """What a text rests on."""

    title: str | None = None
    source: str | None = None
    sourceContent: Sequence[CitationSourceContent] | None = None
    location: CitationLocation | None = None


@frozen(kw_only=True)
class CitationGeneratedContent:
    """A text that rests on sources."""

    text: str | None = None


@frozen(kw_only=True)
class CitationLocation:
    """Where in a source it stands."""

    web: WebLocation | None = None
    documentChar: DocumentCharLocation | None = None
    documentPage: DocumentPageLocation | None = None
    documentChunk: DocumentChunkLocation | None = None
    searchResultLocation: SearchResultLocation | None = None


@frozen(kw_only=True)
class CitationSourceContent:
    """The words of a source."""

    text: str | None = None


@frozen(kw_only=True)
class CitationSourceContentDelta:
    """A piece of the words of a source."""

    text: str | None = None


@frozen(kw_only=True)
class CitationsConfig:
    """Whether a document is cited."""

    enabled: bool


@frozen(kw_only=True)
class CitationsContentBlock:
    """A text with its citations."""

    content: Sequence[CitationGeneratedContent] | None = None
    citations: Sequence[Citation] | None = None


@frozen(kw_only=True)
class CitationsDelta:
    """A citation in a stream."""

    title: str | None = None
    source: str | None = None
    sourceContent: Sequence[CitationSourceContentDelta] | None = None
    location: CitationLocation | None = None


@frozen(kw_only=True)
class ContentBlock:
    """One block of a message."""

    text: str | None = None
    image: ImageBlock | None = None
    document: DocumentBlock | None = None
    video: VideoBlock | None = None
    audio: AudioBlock | None = None
    toolUse: ToolUseBlock | None = None
    toolResult: ToolResultBlock | None = None
    guardContent: GuardrailConverseContentBlock | None = None
    cachePoint: CachePointBlock | None = None
    reasoningContent: ReasoningContentBlock | None = None
    citationsContent: CitationsContentBlock | None = None
    searchResult: SearchResultBlock | None = None
    toolAddition: ToolAdditionBlock | None = None
    toolRemoval: ToolRemovalBlock | None = None


@frozen(kw_only=True)
class ContentBlockDelta:
    """The next piece of a block."""

    text: str | None = None
    toolUse: ToolUseBlockDelta | None = None
    toolResult: Sequence[ToolResultBlockDelta] | None = None
    reasoningContent: ReasoningContentBlockDelta | None = None
    citation: CitationsDelta | None = None
    image: ImageBlockDelta | None = None


@frozen(kw_only=True)
class ContentBlockDeltaEvent:
    """The next piece of a block, and which block it is."""

    delta: ContentBlockDelta
    contentBlockIndex: int
    p: str | None = None  # recorded: padding, so that lengths tell nothing


@frozen(kw_only=True)
class ContentBlockStart:
    """What a block will be."""

    toolUse: ToolUseBlockStart | None = None
    toolResult: ToolResultBlockStart | None = None
    image: ImageBlockStart | None = None


@frozen(kw_only=True)
class ContentBlockStartEvent:
    """A block begins."""

    start: ContentBlockStart
    contentBlockIndex: int
    p: str | None = None  # recorded: padding, so that lengths tell nothing


@frozen(kw_only=True)
class ContentBlockStopEvent:
    """A block is over."""

    contentBlockIndex: int
    p: str | None = None  # recorded: padding, so that lengths tell nothing


@frozen(kw_only=True)
class ConverseMetrics:
    """How long it took."""

    latencyMs: int


@frozen(kw_only=True)
class ConverseOutput:
    """What the model said."""

    message: Message | None = None


@frozen(kw_only=True)
class ConverseRequest:
    """A conversation to go on with; ``modelId`` goes into the path, default: the client's."""

    modelId: str | None = None
    messages: Sequence[Message] | None = None
    system: Sequence[SystemContentBlock] | None = None
    inferenceConfig: InferenceConfiguration | None = None
    toolConfig: ToolConfiguration | None = None
    guardrailConfig: GuardrailConfiguration | None = None
    additionalModelRequestFields: Any | None = None
    promptVariables: Mapping[str, PromptVariableValues] | None = None
    additionalModelResponseFieldPaths: Sequence[str] | None = None
    requestMetadata: Mapping[str, str] | None = None
    performanceConfig: PerformanceConfiguration | None = None
    serviceTier: ServiceTier | None = None
    outputConfig: OutputConfig | None = None


@frozen(kw_only=True)
class ConverseResponse:
    """An answer."""

    output: ConverseOutput
    stopReason: StopReason
    usage: TokenUsage
    metrics: ConverseMetrics
    additionalModelResponseFields: Any | None = None
    trace: ConverseTrace | None = None
    performanceConfig: PerformanceConfiguration | None = None
    serviceTier: ServiceTier | None = None


@frozen(kw_only=True)
class ConverseStreamMetadataEvent:
    """The last event: usage and metrics."""

    usage: TokenUsage
    metrics: ConverseStreamMetrics
    trace: ConverseStreamTrace | None = None
    performanceConfig: PerformanceConfiguration | None = None
    serviceTier: ServiceTier | None = None
    p: str | None = None  # recorded: padding, so that lengths tell nothing


@frozen(kw_only=True)
class ConverseStreamMetrics:
    """How long it took."""

    latencyMs: int


@frozen(kw_only=True)
class ConverseStreamOutput:
    """One event of a stream: the field that is set is its type."""

    messageStart: MessageStartEvent | None = None
    contentBlockStart: ContentBlockStartEvent | None = None
    contentBlockDelta: ContentBlockDeltaEvent | None = None
    contentBlockStop: ContentBlockStopEvent | None = None
    messageStop: MessageStopEvent | None = None
    metadata: ConverseStreamMetadataEvent | None = None
    internalServerException: InternalServerException | None = None
    modelStreamErrorException: ModelStreamErrorException | None = None
    validationException: ValidationException | None = None
    throttlingException: ThrottlingException | None = None
    serviceUnavailableException: ServiceUnavailableException | None = None


@frozen(kw_only=True)
class ConverseStreamRequest:
    """A conversation to go on with in a stream; ``modelId`` goes into the path."""

    modelId: str | None = None
    messages: Sequence[Message] | None = None
    system: Sequence[SystemContentBlock] | None = None
    inferenceConfig: InferenceConfiguration | None = None
    toolConfig: ToolConfiguration | None = None
    guardrailConfig: GuardrailStreamConfiguration | None = None
    additionalModelRequestFields: Any | None = None
    promptVariables: Mapping[str, PromptVariableValues] | None = None
    additionalModelResponseFieldPaths: Sequence[str] | None = None
    requestMetadata: Mapping[str, str] | None = None
    performanceConfig: PerformanceConfiguration | None = None
    serviceTier: ServiceTier | None = None
    outputConfig: OutputConfig | None = None


@frozen(kw_only=True)
class ConverseStreamTrace:
    """What guardrails and routers did."""

    guardrail: GuardrailTraceAssessment | None = None
    promptRouter: PromptRouterTrace | None = None


@frozen(kw_only=True)
class ConverseTokensRequest:
    """A conversation whose tokens are counted."""

    messages: Sequence[Message] | None = None
    system: Sequence[SystemContentBlock] | None = None
    toolConfig: ToolConfiguration | None = None
    additionalModelRequestFields: Any | None = None


@frozen(kw_only=True)
class ConverseTrace:
    """What guardrails and routers did."""

    guardrail: GuardrailTraceAssessment | None = None
    promptRouter: PromptRouterTrace | None = None


@frozen(kw_only=True)
class CountTokensInput:
    """What is counted: a conversation, or a model's own request."""

    invokeModel: InvokeModelTokensRequest | None = None
    converse: ConverseTokensRequest | None = None


@frozen(kw_only=True)
class CountTokensRequest:
    """Asks how many tokens an input has; ``modelId`` goes into the path."""

    modelId: str | None = None
    input: CountTokensInput


@frozen(kw_only=True)
class CountTokensResponse:
    """How many tokens an input has."""

    inputTokens: int


@frozen(kw_only=True)
class DocumentBlock:
    """A document."""

    format: DocumentFormat | None = None
    name: str
    source: DocumentSource
    context: str | None = None
    citations: CitationsConfig | None = None


@frozen(kw_only=True)
class DocumentCharLocation:
    """Characters of a document."""

    documentIndex: int | None = None
    start: int | None = None
    end: int | None = None


@frozen(kw_only=True)
class DocumentChunkLocation:
    """Chunks of a document."""

    documentIndex: int | None = None
    start: int | None = None
    end: int | None = None


@frozen(kw_only=True)
class DocumentContentBlock:
    """A part of a document that comes in parts."""

    text: str | None = None


@frozen(kw_only=True)
class DocumentPageLocation:
    """Pages of a document."""

    documentIndex: int | None = None
    start: int | None = None
    end: int | None = None


@frozen(kw_only=True)
class DocumentSource:
    """Where a document is: here as bytes, text or parts, or in S3."""

    bytes: str | None = None
    s3Location: S3Location | None = None
    text: str | None = None
    content: Sequence[DocumentContentBlock] | None = None


@frozen(kw_only=True)
class ErrorBlock:
    """What is wrong with a block."""

    message: str | None = None


@frozen(kw_only=True)
class GetAsyncInvokeResponse:
    """A background invocation."""

    invocationArn: str
    modelArn: str
    clientRequestToken: str | None = None
    status: AsyncInvokeStatus
    failureMessage: str | None = None
    submitTime: str
    lastModifiedTime: str | None = None
    endTime: str | None = None
    outputDataConfig: AsyncInvokeOutputDataConfig


@frozen(kw_only=True)
class GuardrailAssessment:
    """What a guardrail found, policy by policy."""

    topicPolicy: GuardrailTopicPolicyAssessment | None = None
    contentPolicy: GuardrailContentPolicyAssessment | None = None
    wordPolicy: GuardrailWordPolicyAssessment | None = None
    sensitiveInformationPolicy: GuardrailSensitiveInformationPolicyAssessment | None = None
    contextualGroundingPolicy: GuardrailContextualGroundingPolicyAssessment | None = None
    automatedReasoningPolicy: GuardrailAutomatedReasoningPolicyAssessment | None = None
    invocationMetrics: GuardrailInvocationMetrics | None = None
    appliedGuardrailDetails: AppliedGuardrailDetails | None = None


@frozen(kw_only=True)
class GuardrailAutomatedReasoningFinding:
    """Of automated reasoning: finding."""

    valid: GuardrailAutomatedReasoningValidFinding | None = None
    invalid: GuardrailAutomatedReasoningInvalidFinding | None = None
    satisfiable: GuardrailAutomatedReasoningSatisfiableFinding | None = None
    impossible: GuardrailAutomatedReasoningImpossibleFinding | None = None
    translationAmbiguous: GuardrailAutomatedReasoningTranslationAmbiguousFinding | None = None
    tooComplex: Mapping[str, Any] | None = None
    noTranslations: Mapping[str, Any] | None = None


@frozen(kw_only=True)
class GuardrailAutomatedReasoningImpossibleFinding:
    """Of automated reasoning: impossible finding."""

    translation: GuardrailAutomatedReasoningTranslation | None = None
    contradictingRules: Sequence[GuardrailAutomatedReasoningRule] | None = None
    logicWarning: GuardrailAutomatedReasoningLogicWarning | None = None


@frozen(kw_only=True)
class GuardrailAutomatedReasoningInputTextReference:
    """Of automated reasoning: input text reference."""

    text: str | None = None


@frozen(kw_only=True)
class GuardrailAutomatedReasoningInvalidFinding:
    """Of automated reasoning: invalid finding."""

    translation: GuardrailAutomatedReasoningTranslation | None = None
    contradictingRules: Sequence[GuardrailAutomatedReasoningRule] | None = None
    logicWarning: GuardrailAutomatedReasoningLogicWarning | None = None


@frozen(kw_only=True)
class GuardrailAutomatedReasoningLogicWarning:
    """Of automated reasoning: logic warning."""

    type: GuardrailAutomatedReasoningLogicWarningType | None = None
    premises: Sequence[GuardrailAutomatedReasoningStatement] | None = None
    claims: Sequence[GuardrailAutomatedReasoningStatement] | None = None


@frozen(kw_only=True)
class GuardrailAutomatedReasoningPolicyAssessment:
    """Of automated reasoning: policy assessment."""

    findings: Sequence[GuardrailAutomatedReasoningFinding] | None = None


@frozen(kw_only=True)
class GuardrailAutomatedReasoningRule:
    """Of automated reasoning: rule."""

    identifier: str | None = None
    policyVersionArn: str | None = None


@frozen(kw_only=True)
class GuardrailAutomatedReasoningSatisfiableFinding:
    """Of automated reasoning: satisfiable finding."""

    translation: GuardrailAutomatedReasoningTranslation | None = None
    claimsTrueScenario: GuardrailAutomatedReasoningScenario | None = None
    claimsFalseScenario: GuardrailAutomatedReasoningScenario | None = None
    logicWarning: GuardrailAutomatedReasoningLogicWarning | None = None


@frozen(kw_only=True)
class GuardrailAutomatedReasoningScenario:
    """Of automated reasoning: scenario."""

    statements: Sequence[GuardrailAutomatedReasoningStatement] | None = None


@frozen(kw_only=True)
class GuardrailAutomatedReasoningStatement:
    """Of automated reasoning: statement."""

    logic: str | None = None
    naturalLanguage: str | None = None


@frozen(kw_only=True)
class GuardrailAutomatedReasoningTranslation:
    """Of automated reasoning: translation."""

    premises: Sequence[GuardrailAutomatedReasoningStatement] | None = None
    claims: Sequence[GuardrailAutomatedReasoningStatement] | None = None
    untranslatedPremises: Sequence[GuardrailAutomatedReasoningInputTextReference] | None = None
    untranslatedClaims: Sequence[GuardrailAutomatedReasoningInputTextReference] | None = None
    confidence: float | None = None


@frozen(kw_only=True)
class GuardrailAutomatedReasoningTranslationAmbiguousFinding:
    """Of automated reasoning: translation ambiguous finding."""

    options: Sequence[GuardrailAutomatedReasoningTranslationOption] | None = None
    differenceScenarios: Sequence[GuardrailAutomatedReasoningScenario] | None = None


@frozen(kw_only=True)
class GuardrailAutomatedReasoningTranslationOption:
    """Of automated reasoning: translation option."""

    translations: Sequence[GuardrailAutomatedReasoningTranslation] | None = None


@frozen(kw_only=True)
class GuardrailAutomatedReasoningValidFinding:
    """Of automated reasoning: valid finding."""

    translation: GuardrailAutomatedReasoningTranslation | None = None
    claimsTrueScenario: GuardrailAutomatedReasoningScenario | None = None
    supportingRules: Sequence[GuardrailAutomatedReasoningRule] | None = None
    logicWarning: GuardrailAutomatedReasoningLogicWarning | None = None


@frozen(kw_only=True)
class GuardrailChecksConfig:
    """Of guardrail checks: config."""

    contentFilter: GuardrailChecksContentFilterConfig | None = None
    promptAttack: GuardrailChecksPromptAttackConfig | None = None
    sensitiveInformation: GuardrailChecksSensitiveInformationConfig | None = None


@frozen(kw_only=True)
class GuardrailChecksContentBlock:
    """Of guardrail checks: content block."""

    text: str | None = None


@frozen(kw_only=True)
class GuardrailChecksContentFilterCategoryConfig:
    """Of guardrail checks: content filter category config."""

    category: GuardrailChecksContentFilterCategory


@frozen(kw_only=True)
class GuardrailChecksContentFilterConfig:
    """Of guardrail checks: content filter config."""

    categories: Sequence[GuardrailChecksContentFilterCategoryConfig]


@frozen(kw_only=True)
class GuardrailChecksContentFilterResult:
    """Of guardrail checks: content filter result."""

    results: Sequence[GuardrailChecksContentFilterResultEntry]


@frozen(kw_only=True)
class GuardrailChecksContentFilterResultEntry:
    """Of guardrail checks: content filter result entry."""

    category: GuardrailChecksContentFilterCategory
    severityScore: float


@frozen(kw_only=True)
class GuardrailChecksContentFilterUsage:
    """Of guardrail checks: content filter usage."""

    textUnits: int


@frozen(kw_only=True)
class GuardrailChecksMessage:
    """Of guardrail checks: message."""

    role: GuardrailChecksRole
    content: Sequence[GuardrailChecksContentBlock]


@frozen(kw_only=True)
class GuardrailChecksPromptAttackCategoryConfig:
    """Of guardrail checks: prompt attack category config."""

    category: GuardrailChecksPromptAttackCategory


@frozen(kw_only=True)
class GuardrailChecksPromptAttackConfig:
    """Of guardrail checks: prompt attack config."""

    categories: Sequence[GuardrailChecksPromptAttackCategoryConfig]


@frozen(kw_only=True)
class GuardrailChecksPromptAttackResult:
    """Of guardrail checks: prompt attack result."""

    results: Sequence[GuardrailChecksPromptAttackResultEntry]


@frozen(kw_only=True)
class GuardrailChecksPromptAttackResultEntry:
    """Of guardrail checks: prompt attack result entry."""

    category: GuardrailChecksPromptAttackCategory
    severityScore: float


@frozen(kw_only=True)
class GuardrailChecksPromptAttackUsage:
    """Of guardrail checks: prompt attack usage."""

    textUnits: int


@frozen(kw_only=True)
class GuardrailChecksResults:
    """Of guardrail checks: results."""

    contentFilter: GuardrailChecksContentFilterResult | None = None
    promptAttack: GuardrailChecksPromptAttackResult | None = None
    sensitiveInformation: GuardrailChecksSensitiveInformationResult | None = None


@frozen(kw_only=True)
class GuardrailChecksSensitiveInformationConfig:
    """Of guardrail checks: sensitive information config."""

    entities: Sequence[GuardrailChecksSensitiveInformationEntityConfig]


@frozen(kw_only=True)
class GuardrailChecksSensitiveInformationEntityConfig:
    """Of guardrail checks: sensitive information entity config."""

    type: GuardrailChecksSensitiveInformationEntityType


@frozen(kw_only=True)
class GuardrailChecksSensitiveInformationResult:
    """Of guardrail checks: sensitive information result."""

    results: Sequence[GuardrailChecksSensitiveInformationResultEntry]
    truncated: bool | None = None


@frozen(kw_only=True)
class GuardrailChecksSensitiveInformationResultEntry:
    """Of guardrail checks: sensitive information result entry."""

    type: GuardrailChecksSensitiveInformationEntityType
    confidenceScore: float
    beginOffset: int
    endOffset: int
    messageIndex: int
    contentIndex: int


@frozen(kw_only=True)
class GuardrailChecksSensitiveInformationUsage:
    """Of guardrail checks: sensitive information usage."""

    textUnits: int


@frozen(kw_only=True)
class GuardrailChecksUsageResults:
    """Of guardrail checks: usage results."""

    contentFilter: GuardrailChecksContentFilterUsage | None = None
    promptAttack: GuardrailChecksPromptAttackUsage | None = None
    sensitiveInformation: GuardrailChecksSensitiveInformationUsage | None = None


@frozen(kw_only=True)
class GuardrailConfiguration:
    """Which guardrail judges a conversation."""

    guardrailIdentifier: str | None = None
    guardrailVersion: str | None = None
    trace: GuardrailTrace | None = None


@frozen(kw_only=True)
class GuardrailContentBlock:
    """Of a guardrail: content block."""

    text: GuardrailTextBlock | None = None
    image: GuardrailImageBlock | None = None


@frozen(kw_only=True)
class GuardrailContentFilter:
    """Of a guardrail: content filter."""

    type: GuardrailContentFilterType
    confidence: GuardrailContentFilterConfidence
    filterStrength: GuardrailContentFilterStrength | None = None
    action: GuardrailContentPolicyAction
    detected: bool | None = None


@frozen(kw_only=True)
class GuardrailContentPolicyAssessment:
    """Of a guardrail: content policy assessment."""

    filters: Sequence[GuardrailContentFilter]


@frozen(kw_only=True)
class GuardrailContextualGroundingFilter:
    """Of a guardrail: contextual grounding filter."""

    type: GuardrailContextualGroundingFilterType
    threshold: float
    score: float
    action: GuardrailContextualGroundingPolicyAction
    detected: bool | None = None


@frozen(kw_only=True)
class GuardrailContextualGroundingPolicyAssessment:
    """Of a guardrail: contextual grounding policy assessment."""

    filters: Sequence[GuardrailContextualGroundingFilter] | None = None


@frozen(kw_only=True)
class GuardrailConverseContentBlock:
    """What a guardrail should look at."""

    text: GuardrailConverseTextBlock | None = None
    image: GuardrailConverseImageBlock | None = None


@frozen(kw_only=True)
class GuardrailConverseImageBlock:
    """A picture that a guardrail should look at."""

    format: GuardrailConverseImageFormat
    source: GuardrailConverseImageSource


@frozen(kw_only=True)
class GuardrailConverseImageSource:
    """The bytes of that picture."""

    bytes: str | None = None


@frozen(kw_only=True)
class GuardrailConverseTextBlock:
    """A text that a guardrail should look at."""

    text: str
    qualifiers: Sequence[GuardrailConverseContentQualifier] | None = None


@frozen(kw_only=True)
class GuardrailCoverage:
    """How much of the input a guardrail saw."""

    textCharacters: GuardrailTextCharactersCoverage | None = None
    images: GuardrailImageCoverage | None = None


@frozen(kw_only=True)
class GuardrailCustomWord:
    """Of a guardrail: custom word."""

    match: str
    action: GuardrailWordPolicyAction
    detected: bool | None = None


@frozen(kw_only=True)
class GuardrailImageBlock:
    """Of a guardrail: image block."""

    format: GuardrailImageFormat
    source: GuardrailImageSource


@frozen(kw_only=True)
class GuardrailImageCoverage:
    """Of a guardrail: image coverage."""

    guarded: int | None = None
    total: int | None = None


@frozen(kw_only=True)
class GuardrailImageSource:
    """Of a guardrail: image source."""

    bytes: str | None = None


@frozen(kw_only=True)
class GuardrailInvocationMetrics:
    """Of a guardrail: invocation metrics."""

    guardrailProcessingLatency: int | None = None
    usage: GuardrailUsage | None = None
    guardrailCoverage: GuardrailCoverage | None = None


@frozen(kw_only=True)
class GuardrailManagedWord:
    """Of a guardrail: managed word."""

    match: str
    type: GuardrailManagedWordType
    action: GuardrailWordPolicyAction
    detected: bool | None = None


@frozen(kw_only=True)
class GuardrailOutputContent:
    """Of a guardrail: output content."""

    text: str | None = None


@frozen(kw_only=True)
class GuardrailPiiEntityFilter:
    """Of a guardrail: pii entity filter."""

    match: str
    type: GuardrailPiiEntityType
    action: GuardrailSensitiveInformationPolicyAction
    detected: bool | None = None


@frozen(kw_only=True)
class GuardrailRegexFilter:
    """Of a guardrail: regex filter."""

    name: str | None = None
    match: str | None = None
    regex: str | None = None
    action: GuardrailSensitiveInformationPolicyAction
    detected: bool | None = None


@frozen(kw_only=True)
class GuardrailSensitiveInformationPolicyAssessment:
    """Of a guardrail: sensitive information policy assessment."""

    piiEntities: Sequence[GuardrailPiiEntityFilter]
    regexes: Sequence[GuardrailRegexFilter]


@frozen(kw_only=True)
class GuardrailStreamConfiguration:
    """Which guardrail judges a stream."""

    guardrailIdentifier: str | None = None
    guardrailVersion: str | None = None
    trace: GuardrailTrace | None = None
    streamProcessingMode: GuardrailStreamProcessingMode | None = None


@frozen(kw_only=True)
class GuardrailTextBlock:
    """Of a guardrail: text block."""

    text: str
    qualifiers: Sequence[GuardrailContentQualifier] | None = None


@frozen(kw_only=True)
class GuardrailTextCharactersCoverage:
    """Of a guardrail: text characters coverage."""

    guarded: int | None = None
    total: int | None = None


@frozen(kw_only=True)
class GuardrailTopic:
    """Of a guardrail: topic."""

    name: str
    type: GuardrailTopicType
    action: GuardrailTopicPolicyAction
    detected: bool | None = None


@frozen(kw_only=True)
class GuardrailTopicPolicyAssessment:
    """Of a guardrail: topic policy assessment."""

    topics: Sequence[GuardrailTopic]


@frozen(kw_only=True)
class GuardrailTraceAssessment:
    """What a guardrail made of a conversation."""

    modelOutput: Sequence[str] | None = None
    inputAssessment: Mapping[str, GuardrailAssessment] | None = None
    outputAssessments: Mapping[str, Sequence[GuardrailAssessment]] | None = None
    actionReason: str | None = None


@frozen(kw_only=True)
class GuardrailUsage:
    """What a guardrail's policies cost."""

    topicPolicyUnits: int
    contentPolicyUnits: int
    wordPolicyUnits: int
    sensitiveInformationPolicyUnits: int
    sensitiveInformationPolicyFreeUnits: int
    contextualGroundingPolicyUnits: int
    contentPolicyImageUnits: int | None = None
    automatedReasoningPolicyUnits: int | None = None
    automatedReasoningPolicies: int | None = None


@frozen(kw_only=True)
class GuardrailWordPolicyAssessment:
    """Of a guardrail: word policy assessment."""

    customWords: Sequence[GuardrailCustomWord]
    managedWordLists: Sequence[GuardrailManagedWord]


@frozen(kw_only=True)
class ImageBlock:
    """A picture."""

    format: ImageFormat
    source: ImageSource
    error: ErrorBlock | None = None


@frozen(kw_only=True)
class ImageBlockDelta:
    """The next piece of a picture."""

    source: ImageSource | None = None
    error: ErrorBlock | None = None


@frozen(kw_only=True)
class ImageBlockStart:
    """A picture begins."""

    format: ImageFormat


@frozen(kw_only=True)
class ImageSource:
    """Where a picture is: here, or in S3."""

    bytes: str | None = None
    s3Location: S3Location | None = None


@frozen(kw_only=True)
class InferenceConfiguration:
    """What all models know of: length, randomness, ends."""

    maxTokens: int | None = None
    temperature: float | None = None
    topP: float | None = None
    stopSequences: Sequence[str] | None = None


@frozen(kw_only=True)
class InternalServerException:
    """Bedrock failed."""

    message: str | None = None


@frozen(kw_only=True)
class InvokeGuardrailChecksRequest:
    """Messages to be checked without a guardrail of one's own."""

    messages: Sequence[GuardrailChecksMessage]
    checks: GuardrailChecksConfig


@frozen(kw_only=True)
class InvokeGuardrailChecksResponse:
    """What was found."""

    results: GuardrailChecksResults
    usage: GuardrailChecksUsageResults


@frozen(kw_only=True)
class InvokeModelTokensRequest:
    """A model's own request, as base64."""

    body: str


@frozen(kw_only=True)
class JsonSchemaDefinition:
    """A schema, as JSON text."""

    schema: str
    name: str | None = None
    description: str | None = None


@frozen(kw_only=True)
class ListAsyncInvokesResponse:
    """One page of background invocations."""

    nextToken: str | None = None
    asyncInvokeSummaries: Sequence[AsyncInvokeSummary] | None = None


@frozen(kw_only=True)
class Message:
    """What one side said."""

    role: ConversationRole
    content: Sequence[ContentBlock]


@frozen(kw_only=True)
class MessageStartEvent:
    """The answer begins."""

    role: ConversationRole
    p: str | None = None  # recorded: padding, so that lengths tell nothing


@frozen(kw_only=True)
class MessageStopEvent:
    """The answer is over."""

    stopReason: StopReason
    additionalModelResponseFields: Any | None = None
    p: str | None = None  # recorded: padding, so that lengths tell nothing


@frozen(kw_only=True)
class ModelStreamErrorException:
    """The model failed in the midst of a stream."""

    message: str | None = None
    originalStatusCode: int | None = None
    originalMessage: str | None = None


@frozen(kw_only=True)
class OutputConfig:
    """What the answer should be like."""

    textFormat: OutputFormat | None = None
    effort: str | None = None


@frozen(kw_only=True)
class OutputFormat:
    """What the answer is held to."""

    type: OutputFormatType
    structure: OutputFormatStructure


@frozen(kw_only=True)
class OutputFormatStructure:
    """The form of an answer."""

    jsonSchema: JsonSchemaDefinition | None = None


@frozen(kw_only=True)
class PerformanceConfiguration:
    """How fast the answer comes."""

    latency: PerformanceConfigLatency | None = None


@frozen(kw_only=True)
class PromptRouterTrace:
    """Which model a router chose."""

    invokedModelId: str | None = None


@frozen(kw_only=True)
class PromptVariableValues:
    """What a variable of a stored prompt stands for."""

    text: str | None = None


@frozen(kw_only=True)
class ReasoningContentBlock:
    """Thoughts, readable or encrypted."""

    reasoningText: ReasoningTextBlock | None = None
    redactedContent: str | None = None


@frozen(kw_only=True)
class ReasoningContentBlockDelta:
    """The next piece of thoughts."""

    text: str | None = None
    redactedContent: str | None = None
    signature: str | None = None


@frozen(kw_only=True)
class ReasoningTextBlock:
    """Readable thoughts, signed by their maker."""

    text: str
    signature: str | None = None


@frozen(kw_only=True)
class S3Location:
    """An object in S3."""

    uri: str
    bucketOwner: str | None = None


@frozen(kw_only=True)
class SearchResultBlock:
    """A source that the caller found."""

    source: str
    title: str
    content: Sequence[SearchResultContentBlock]
    citations: CitationsConfig | None = None


@frozen(kw_only=True)
class SearchResultContentBlock:
    """A text of a source."""

    text: str


@frozen(kw_only=True)
class SearchResultLocation:
    """Where in a search result it stands."""

    searchResultIndex: int | None = None
    start: int | None = None
    end: int | None = None


@frozen(kw_only=True)
class ServiceTier:
    """How soon a request is served."""

    type: ServiceTierType


@frozen(kw_only=True)
class ServiceUnavailableException:
    """Bedrock has no capacity."""

    message: str | None = None


@frozen(kw_only=True)
class SpecificToolChoice:
    """This tool must be called."""

    name: str


@frozen(kw_only=True)
class StartAsyncInvokeRequest:
    """A background invocation."""

    clientRequestToken: str | None = None
    modelId: str
    modelInput: Any
    outputDataConfig: AsyncInvokeOutputDataConfig
    tags: Sequence[Tag] | None = None


@frozen(kw_only=True)
class StartAsyncInvokeResponse:
    """The name of a background invocation."""

    invocationArn: str


@frozen(kw_only=True)
class SystemContentBlock:
    """One block of the system prompt."""

    text: str | None = None
    guardContent: GuardrailConverseContentBlock | None = None
    cachePoint: CachePointBlock | None = None


@frozen(kw_only=True)
class SystemTool:
    """A tool on Amazon's side."""

    name: str


@frozen(kw_only=True)
class Tag:
    """A tag."""

    key: str
    value: str


@frozen(kw_only=True)
class ThrottlingException:
    """Too much for now."""

    message: str | None = None


@frozen(kw_only=True)
class TokenUsage:
    """Tokens; the input counts neither what was read from the cache nor what was written to it."""

    inputTokens: int
    outputTokens: int
    totalTokens: int
    cacheReadInputTokens: int | None = None
    cacheWriteInputTokens: int | None = None
    cacheDetails: Sequence[CacheDetail] | None = None
    cacheReadInputTokenCount: int | None = None  # recorded, beside its longer name
    cacheWriteInputTokenCount: int | None = None  # recorded
    serverToolUsage: Mapping[str, Any] | None = None  # recorded


@frozen(kw_only=True)
class Tool:
    """A tool, or a cache point behind tools."""

    toolSpec: ToolSpecification | None = None
    systemTool: SystemTool | None = None
    cachePoint: CachePointBlock | None = None


@frozen(kw_only=True)
class ToolAdditionBlock:
    """From here on there is another tool."""

    tool: ToolReference


@frozen(kw_only=True)
class ToolChoice:
    """Whether tools are called."""

    auto: Mapping[str, Any] | None = None
    any: Mapping[str, Any] | None = None
    tool: SpecificToolChoice | None = None


@frozen(kw_only=True)
class ToolConfiguration:
    """Tools, and whether they are called."""

    tools: Sequence[Tool]
    toolChoice: ToolChoice | None = None


@frozen(kw_only=True)
class ToolInputSchema:
    """The schema of a tool's arguments."""

    json: Any | None = None


@frozen(kw_only=True)
class ToolReference:
    """Which tool is meant."""

    type: str | None = None
    name: str | None = None
    serverName: str | None = None


@frozen(kw_only=True)
class ToolRemovalBlock:
    """From here on a tool is gone."""

    tool: ToolReference


@frozen(kw_only=True)
class ToolResultBlock:
    """What a tool answered."""

    toolUseId: str
    content: Sequence[ToolResultContentBlock]
    status: ToolResultStatus | None = None
    type: str | None = None


@frozen(kw_only=True)
class ToolResultBlockDelta:
    """The next piece of what a tool answered."""

    text: str | None = None
    json: Any | None = None


@frozen(kw_only=True)
class ToolResultBlockStart:
    """A result of a tool on Amazon's side begins."""

    toolUseId: str
    type: str | None = None
    status: ToolResultStatus | None = None


@frozen(kw_only=True)
class ToolResultContentBlock:
    """One block of what a tool answered."""

    json: Any | None = None
    text: str | None = None
    image: ImageBlock | None = None
    document: DocumentBlock | None = None
    video: VideoBlock | None = None
    searchResult: SearchResultBlock | None = None


@frozen(kw_only=True)
class ToolSpecification:
    """A tool."""

    name: str
    description: str | None = None
    inputSchema: ToolInputSchema
    strict: bool | None = None


@frozen(kw_only=True)
class ToolUseBlock:
    """A call of a tool."""

    toolUseId: str
    name: str
    input: Any
    type: ToolUseType | None = None


@frozen(kw_only=True)
class ToolUseBlockDelta:
    """The next piece of a call's arguments."""

    input: str


@frozen(kw_only=True)
class ToolUseBlockStart:
    """A call begins."""

    toolUseId: str
    name: str
    type: ToolUseType | None = None


@frozen(kw_only=True)
class ValidationException:
    """The request is wrong."""

    message: str | None = None


@frozen(kw_only=True)
class VideoBlock:
    """A film."""

    format: VideoFormat
    source: VideoSource


@frozen(kw_only=True)
class VideoSource:
    """Where a film is: here, or in S3."""

    bytes: str | None = None
    s3Location: S3Location | None = None


@frozen(kw_only=True)
class WebLocation:
    """A page of the web."""

    url: str | None = None
    domain: str | None = None
