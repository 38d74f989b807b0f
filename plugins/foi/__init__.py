"""政府信息公开平台: guides, rules, the fifteen classes, annual reports, requests (条例; 国办公开办函〔2019〕61号)."""
